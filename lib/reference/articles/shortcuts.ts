import { text } from "../parts.ts";
import type { Article } from "./article.ts";

export const shortcuts: Article = {
  id: "shortcuts",
  title: text("Keyboard shortcuts", "Сочетания клавиш"),
  summary: text(
    "By the place of the keys, so that they work in the Cyrillic layout too.",
    "По месту клавиш, поэтому работают и в русской раскладке.",
  ),
  sections: [
    {
      id: "pages",
      title: text("On every page", "На каждой странице"),
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
  ],
};
