import { createTheme, type MantineColorsTuple } from "@mantine/core";

/** The one accent; shade 8 is the filled button in both schemes (white on it passes AA). */
const accent: MantineColorsTuple = [
  "#eef2fd",
  "#dbe3fa",
  "#b7c6f5",
  "#92a9f0",
  "#7390ea",
  "#5f80e6",
  "#4f74e3",
  "#3d63d4",
  "#2f54c7",
  "#2747a8",
];

/** Neutral greys of the dark scheme, so that Mantine's own surfaces fit the tokens. */
const dark: MantineColorsTuple = [
  "#eceef2",
  "#b9bdc7",
  "#979ca8",
  "#6b707c",
  "#44474f",
  "#2a2c33",
  "#1e2025",
  "#17181c",
  "#101114",
  "#0b0c0e",
];

/** Mantine in the product's sizes: 14 px text, 13 px in grids, 32 px controls, three weights. Colours stand in tokens.css. */
export const theme = createTheme({
  fontFamily: "var(--font-sans)",
  fontFamilyMonospace: "var(--font-mono)",
  primaryColor: "accent",
  primaryShade: 8,
  autoContrast: true,
  defaultRadius: 5,
  cursorType: "pointer",
  respectReducedMotion: true,
  colors: { accent, dark },
  fontSizes: { xs: "12px", sm: "13px", md: "14px", lg: "16px", xl: "20px" },
  lineHeights: { xs: "16px", sm: "20px", md: "20px", lg: "24px", xl: "28px" },
  spacing: { xs: "8px", sm: "12px", md: "16px", lg: "24px", xl: "32px" },
  headings: {
    fontFamily: "var(--font-sans)",
    fontWeight: "600",
    sizes: {
      h1: { fontSize: "20px", lineHeight: "28px" },
      h2: { fontSize: "15px", lineHeight: "24px" },
      h3: { fontSize: "14px", lineHeight: "20px" },
    },
  },
  components: {
    Button: { defaultProps: { size: "xs" }, styles: { root: { height: 32, fontWeight: 500, fontSize: 13 } } },
    TextInput: { defaultProps: { size: "sm" } },
    PasswordInput: { defaultProps: { size: "sm" } },
    Textarea: { defaultProps: { size: "sm" } },
    NumberInput: { defaultProps: { size: "sm" } },
    Select: { defaultProps: { size: "sm" } },
    MultiSelect: { defaultProps: { size: "sm" } },
    Checkbox: { defaultProps: { size: "sm" } },
    Switch: { defaultProps: { size: "sm" } },
    Tooltip: { defaultProps: { openDelay: 300, withArrow: false, fz: 12 } },
    Modal: { defaultProps: { centered: true, overlayProps: { backgroundOpacity: 0.4 } } },
    Menu: { defaultProps: { shadow: "md", position: "bottom-end" } },
  },
});
