import type { Text } from "#lib/kernel";
import { text } from "../parts.ts";
import type { Article, Block } from "./article.ts";

const says = (en: string, ru: string): Block => ({ kind: "text", text: text(en, ru) });
const list = (...items: readonly Text[]): Block => ({ kind: "list", items });
const picture = (name: string, en: string, ru: string): Block => ({
  kind: "picture",
  source: `/screenshots/${name}.png`,
  text: text(en, ru),
});

export const editor: Article = {
  id: "editor",
  title: text("The editor of a module", "Редактор модуля"),
  summary: text(
    "One document, seen as a picture, as a grid and as text; saved by itself, undone everywhere alike.",
    "Один документ в виде схемы, таблицы и текста: сохраняется сам, отменяется одинаково везде.",
  ),
  sections: [
    {
      id: "views",
      title: text("The views", "Виды"),
      blocks: [
        says(
          "The outline on the left lists tables and columns, the inspector on the right changes what is chosen, the results below show what comes of it. What is chosen stays chosen in every view, and all of it is in the address: a link opens the same place for a colleague.",
          "Слева структура: таблицы и колонки; справа инспектор меняет выбранное; внизу результаты показывают, что получается. Выбранное остаётся выбранным в каждом виде и записано в адресе: по ссылке коллега откроет то же место.",
        ),
        list(
          text(
            "Canvas, Steps: each table goes through the eight stages of a run, with rows in and out, problems, and a lock that says whether the stage is as approved. Lines are foreign keys and scripts that read other tables; + puts something in.",
            "Холст, этапы: каждая таблица проходит восемь этапов запуска; видны строки до и после, проблемы и замок, который показывает, одобрен ли этап. Линии — внешние ключи и скрипты, читающие другие таблицы; + добавляет.",
          ),
          text(
            "Canvas, Relations: tables with their columns and keys. Drag from a column to another table to connect them.",
            "Холст, связи: таблицы с колонками и ключами. Протяните линию от колонки к другой таблице, чтобы связать их.",
          ),
          text(
            "Columns: one row a column, for changing many at once. Text: the document itself, both ways.",
            "Колонки: строка на колонку, чтобы менять сразу много. Текст: сам документ, в обе стороны.",
          ),
        ),
        picture(
          "editor-canvas",
          "The steps of the tables, with rows of the last run",
          "Этапы таблиц со строками последнего запуска",
        ),
        picture("editor-relations", "Relations of the tables", "Связи таблиц"),
        picture("editor-columns", "The columns grid", "Таблица колонок"),
        picture(
          "editor-script",
          "A column's way out of the module, in the inspector",
          "Как колонка покидает модуль, в инспекторе",
        ),
        picture("editor-hierarchy", "A hierarchy, level by level", "Иерархия по уровням"),
        picture("editor-text", "The document as text", "Документ в виде текста"),
      ],
    },
    {
      id: "groups",
      title: text("Large modules", "Большие модули"),
      blocks: [
        says(
          "Where all stages of all tables would be more than 150 nodes, each table closes to one node, and more tables than that are gathered into groups. You can make groups yourself: of any tables, under any name, opened and closed with Space. Groups and places are part of the document but change no run and need no approval.",
          "Если этапов всех таблиц больше 150, каждая таблица сворачивается в один узел, а если и таблиц больше, они собираются в группы. Группы можно создавать самому: из любых таблиц, с любым именем; пробел сворачивает и разворачивает. Группы и расположение — часть документа, но на запуск не влияют и одобрения не требуют.",
        ),
      ],
    },
    {
      id: "results",
      title: text("What comes of it", "Что получается"),
      blocks: [
        says(
          "Preview runs the draft on a sample and shows the rows of a table at any stage. A trial runs everything up to Protect on the newest revision, or on the draft after it was saved as one: it publishes nothing, and the canvas follows it stage by stage.",
          "Предпросмотр выполняет черновик на выборке и показывает строки таблицы на любом этапе. Проба выполняет всё до защиты на последней ревизии или на черновике, сохранённом как ревизия: она ничего не публикует, и холст показывает её ход по этапам.",
        ),
        picture(
          "editor-preview",
          "The preview of a table, before and after",
          "Предпросмотр таблицы: до и после",
        ),
      ],
    },
    {
      id: "saving",
      title: text("Nothing is lost", "Ничего не теряется"),
      blocks: [
        list(
          text(
            "The draft saves itself within a second, unfinished too. Without a network it is kept in the browser and sent later.",
            "Черновик сохраняется сам в течение секунды, даже незаконченный. Без сети он хранится в браузере и отправляется позже.",
          ),
          text(
            "Undo and redo go through one list of steps, whichever view made them; Steps shows it and leads to any of them.",
            "Отмена и повтор идут по одному списку шагов, в каком бы виде их ни сделали; «Шаги» показывают его и ведут к любому.",
          ),
          text(
            "A text that is not JSON yet stays in the text view and pauses the others; it overwrites nothing.",
            "Текст, который ещё не JSON, остаётся в текстовом виде и приостанавливает другие; он ничего не перезаписывает.",
          ),
        ),
      ],
    },
    {
      id: "together",
      title: text("Two people at once", "Двое одновременно"),
      blocks: [
        says(
          "You see who else is in the draft and where. Edits of different places are merged by themselves. Where two people changed the same place you are shown both and choose, place by place; until then nothing of yours is dropped.",
          "Видно, кто ещё работает с черновиком и где. Правки разных мест объединяются сами. Если двое изменили одно место, показываются оба варианта, и вы выбираете по каждому месту; до этого ничего вашего не пропадает.",
        ),
      ],
    },
    {
      id: "checkpoints",
      title: text("Checkpoints and revisions", "Точки и ревизии"),
      blocks: [
        says(
          "A checkpoint is a state of the draft under a name, to come back to; it needs no message to anybody. A revision cannot be changed any more: it is what is tried, reviewed and published. Only a draft without errors becomes one.",
          "Точка — состояние черновика под именем, к которому можно вернуться; о ней никто не извещается. Ревизия больше не меняется: её пробуют, проверяют и публикуют. Ревизией становится только черновик без ошибок.",
        ),
      ],
    },
    {
      id: "reviewer",
      title: text("What a reviewer sees", "Что видит проверяющий"),
      blocks: [
        says(
          "A database administrator opens the review on the module's page: what changed since the last approval, column by column with the old and the new rule, scripts, hierarchies, and what the privacy models leave open. The editor is open to them too, read only. On the canvas an open lock marks every stage that is no longer as approved.",
          "Администратор баз данных открывает проверку на странице модуля: что изменилось с прошлого одобрения, по колонкам со старым и новым правилом, скрипты, иерархии и то, что модели приватности не покрывают. Редактор доступен ему только для чтения. На холсте открытый замок отмечает каждый этап, который отличается от одобренного.",
        ),
        picture("review-dark-ru", "A review, in the dark and in Russian", "Проверка в тёмной теме"),
      ],
    },
    {
      id: "keys",
      title: text("Keys", "Клавиши"),
      blocks: [{ kind: "shortcuts", isEditor: true }],
    },
  ],
};
