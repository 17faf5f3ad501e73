import { text } from "../parts.ts";
import type { Article } from "./article.ts";

export const approval: Article = {
  id: "approval",
  title: text("The way of an approval", "Путь одобрения"),
  summary: text(
    "Nothing is published that a database administrator has not approved.",
    "Ничего не публикуется без одобрения администратора баз данных.",
  ),
  sections: [
    {
      id: "steps",
      title: text("From a draft to a version", "От черновика до версии"),
      blocks: [
        {
          kind: "list",
          isOrdered: true,
          items: [
            text(
              "A data engineer edits the draft and saves it as a revision. A draft with problems is kept, but cannot be run.",
              "Инженер данных правит черновик и сохраняет ревизию. Черновик с ошибками хранится, но не запускается.",
            ),
            text(
              "The engineer tries the revision. A trial needs no approval, publishes nothing and ends with the reports.",
              "Инженер запускает пробу. Она не требует одобрения, ничего не публикует и заканчивается отчётами.",
            ),
            text(
              "The engineer asks for a review. Database administrators find it in their inbox.",
              "Инженер запрашивает проверку. Администраторы баз данных видят её во входящих.",
            ),
            text(
              "A database administrator looks at what changed since the last approval: columns with old and new rule, scripts, and what the privacy models do not cover, which has to be acknowledged.",
              "Администратор баз данных смотрит, что изменилось с прошлого одобрения: колонки со старым и новым правилом, скрипты и то, что модели приватности не покрывают; это нужно подтвердить.",
            ),
            text(
              "They approve exactly this content, or request changes with a comment.",
              "Он одобряет именно это содержимое или запрашивает правки с комментарием.",
            ),
            text(
              "The engineer publishes. The approval is checked at the start, before the first write to a store, and in the step that makes the version visible.",
              "Инженер публикует. Одобрение проверяется в начале, перед первой записью в хранилище и в момент появления версии.",
            ),
          ],
        },
      ],
    },
    {
      id: "who",
      title: text("Who may approve", "Кто может одобрить"),
      blocks: [
        {
          kind: "list",
          items: [
            text(
              "Only database administrators, and nobody approves what they edited since the last approval.",
              "Только администраторы баз данных, и никто не одобряет то, что правил после прошлого одобрения.",
            ),
            text(
              "A sign-in on behalf of somebody else approves nothing.",
              "Вход от имени другого человека не даёт права одобрять.",
            ),
          ],
        },
      ],
    },
    {
      id: "stale",
      title: text("When an approval is out of date", "Когда одобрение устаревает"),
      blocks: [
        {
          kind: "text",
          text: text(
            "What is approved is the SHA-256 of everything that decides the output: the document, where its sources and stores are, the versions of its rules, and its linkage domains. Any change of it asks for a new approval, which then shows only what changed.",
            "Одобряется SHA-256 всего, что определяет результат: документ, место источников и хранилищ, версии правил, домены связывания. Любое изменение требует нового одобрения, где показано только изменённое.",
          ),
        },
        {
          kind: "text",
          text: text(
            "Titles, descriptions, keywords, the licence and the picture of the tables may change without one.",
            "Названия, описания, ключевые слова, лицензию и расположение таблиц на схеме можно менять без него.",
          ),
        },
      ],
    },
  ],
};
