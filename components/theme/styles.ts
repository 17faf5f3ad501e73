// In this order: Mantine's parts first, our tokens last, so that they decide.
import "@mantine/core/styles.css";
import "@mantine/spotlight/styles.css";
import "./fonts.css";
import "./tokens.css";
