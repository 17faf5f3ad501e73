import { text } from "../parts.ts";
import type { Article } from "./article.ts";

export const shortcuts: Article = {
  id: "shortcuts",
  title: text("Keyboard shortcuts", "Сочетания клавиш"),
  summary: text(
    "By the place of the keys, so that they work in the Cyrillic layout too. On any page ? lists those of the page and lets you choose other keys.",
    "По месту клавиш, поэтому работают и в русской раскладке. На любой странице ? показывает её сочетания и позволяет выбрать другие клавиши.",
  ),
  sections: [
    {
      id: "pages",
      title: text("All shortcuts", "Все сочетания"),
      blocks: [{ kind: "shortcuts" }],
    },
    {
      id: "tables",
      title: text("In grids of data", "В таблицах с данными"),
      blocks: [
        {
          kind: "text",
          text: text(
            "Arrows move by a cell, Home and End within a row, Page Up and Page Down by a screen, Ctrl with Home or End to the first and the last cell.",
            "Стрелки — по ячейкам, Home и End — в строке, Page Up и Page Down — на экран, Ctrl с Home или End — к первой и последней ячейке.",
          ),
        },
      ],
    },
    {
      id: "columns",
      title: text("In the columns grid of a draft", "В таблице колонок черновика"),
      blocks: [
        {
          kind: "text",
          text: text(
            "Enter or F2 edits a cell, typing begins with a new text, Esc gives it up; Enter goes on below, Tab beside. Space selects the row, Shift with arrows several, Ctrl with A all that the filters show, Ctrl with Space the column. Delete empties the cell in all selected rows.",
            "Enter или F2 — править ячейку, ввод начинает новый текст, Esc отменяет; Enter переходит ниже, Tab — вбок. Пробел выбирает строку, Shift со стрелками — несколько, Ctrl с A — все показанные, Ctrl с пробелом — столбец. Delete очищает ячейку во всех выбранных строках.",
          ),
        },
        {
          kind: "text",
          text: text(
            "Ctrl or ⌘ with C and V copies the rules of a column onto the selected ones, with D writes the cell into them, with G goes to a column by name, with F searches; pressed again it is the browser's own search. On a header Enter opens its filter and Shift with arrows makes it wider or narrower.",
            "Ctrl или ⌘ с C и V копирует правила колонки на выбранные, с D записывает в них ячейку, с G переходит к колонке по имени, с F ищет; второе нажатие — поиск браузера. На заголовке Enter открывает фильтр, Shift со стрелками меняет ширину.",
          ),
        },
      ],
    },
  ],
};
