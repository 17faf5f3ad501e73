import { text } from "../parts.ts";
import type { Article, Term } from "./article.ts";

const term = (id: string, en: string, ru: string, enText: string, ruText: string): Term => ({
  id,
  term: text(en, ru),
  text: text(enText, ruText),
});

export const glossary: Article = {
  id: "glossary",
  title: text("Glossary", "Словарь"),
  summary: text("The words of pages, documents and reports.", "Слова страниц, документов и отчётов."),
  sections: [
    {
      id: "modules",
      title: text("Modules and versions", "Модули и версии"),
      blocks: [
        {
          kind: "terms",
          items: [
            term(
              "source",
              "Data source",
              "Источник данных",
              "A database or files that data is read from. Modules name it; its address and password are kept apart from them.",
              "База данных или файлы, откуда читаются данные. Модуль называет источник по имени; адрес и пароль хранятся отдельно.",
            ),
            term(
              "module",
              "Data module",
              "Модуль данных",
              "What one team gives to others: tables with the rules by which they are read, cleaned and anonymized.",
              "То, что одна команда отдаёт другим: таблицы с правилами чтения, очистки и анонимизации.",
            ),
            term(
              "document",
              "Module document",
              "Документ модуля",
              "The one JSON document that decides everything a run of the module does.",
              "Единственный документ JSON, который определяет всё, что делает запуск модуля.",
            ),
            term(
              "revision",
              "Revision",
              "Ревизия",
              "A saved state of the document. It never changes; a new save is a new revision.",
              "Сохранённое состояние документа. Не меняется никогда: новое сохранение — новая ревизия.",
            ),
            term(
              "version",
              "Data module version",
              "Версия модуля данных",
              "A published result, numbered 1, 2, 3 …, immutable, with its files, hashes and reports.",
              "Опубликованный результат с номером 1, 2, 3 …: неизменный, с файлами, хешами и отчётами.",
            ),
            term(
              "environment",
              "Environment",
              "Окружение",
              "Where a document runs, such as test or production: it says which source and store each name means there.",
              "Где выполняется документ, например test или production: задаёт, какой источник и какое хранилище означает там каждое имя.",
            ),
            term(
              "store",
              "Store",
              "Хранилище",
              "Where copies of versions are kept: a folder, a database.",
              "Место, где хранятся копии версий: папка, база данных.",
            ),
            term(
              "workspace",
              "Workspace",
              "Рабочее пространство",
              "One installation with its users and its master key.",
              "Одна установка со своими пользователями и главным ключом.",
            ),
          ],
        },
      ],
    },
    {
      id: "runs",
      title: text("Runs", "Запуски"),
      blocks: [
        {
          kind: "terms",
          items: [
            term(
              "run",
              "Run",
              "Запуск",
              "One execution of a revision. A trial ends with reports, a publication makes a version.",
              "Одно исполнение ревизии. Проба заканчивается отчётами, публикация создаёт версию.",
            ),
            term(
              "trial",
              "Trial",
              "Проба",
              "A run under keys made for it and thrown away. It publishes nothing and needs no approval.",
              "Запуск на временных ключах, которые затем уничтожаются. Ничего не публикует и не требует одобрения.",
            ),
            term(
              "quarantine",
              "Quarantine",
              "Карантин",
              "Rejected rows with their reasons, encrypted, kept for a limited time. Each look is audited.",
              "Отклонённые строки с причинами: зашифрованы, хранятся ограниченное время, каждый просмотр в аудите.",
            ),
            term(
              "review",
              "Review",
              "Проверка",
              "A database administrator's look at a revision, which ends with an approval or a request for changes.",
              "Рассмотрение ревизии администратором баз данных: одобрение или запрос правок.",
            ),
            term(
              "withdraw",
              "Withdraw",
              "Отозвать",
              "To give a version's files to nobody any more. Its page and reports stay, with the reason. Stores keep their copies until retention removes them, but their latest passes it over.",
              "Больше никому не выдавать файлы версии. Её страница и отчёты остаются, с причиной. Копии в хранилищах остаются, пока их не удалит срок хранения, но latest там её пропускает.",
            ),
          ],
        },
      ],
    },
    {
      id: "privacy",
      title: text("Privacy", "Приватность"),
      blocks: [
        {
          kind: "terms",
          items: [
            term(
              "direct-identifier",
              "Direct identifier",
              "Прямой идентификатор",
              "Names a person by itself: a full name, a phone, a passport.",
              "Сам указывает на человека: ФИО, телефон, паспорт.",
            ),
            term(
              "quasi-identifier",
              "Quasi-identifier",
              "Квазиидентификатор",
              "Narrows people down together with others: a birth date, a postal code, a sex.",
              "Сужает круг вместе с другими: дата рождения, индекс, пол.",
            ),
            term(
              "sensitive",
              "Sensitive",
              "Чувствительные данные",
              "What must not be learned of a person: a diagnosis, an income.",
              "То, чего нельзя узнать о человеке: диагноз, доход.",
            ),
            term(
              "insensitive",
              "Insensitive",
              "Нечувствительные данные",
              "Says nothing of a person: the price of an article.",
              "Ничего не говорит о человеке: цена товара.",
            ),
            term(
              "anonymization-rule",
              "Anonymization rule",
              "Правило анонимизации",
              "In what form the values of a column are published. Every published column has one, unless it is insensitive.",
              "В каком виде публикуются значения колонки. Есть у каждой публикуемой колонки, кроме нечувствительных.",
            ),
            term(
              "linkage-domain",
              "Linkage domain",
              "Домен связывания",
              "Columns that get equal pseudonyms for equal values, so that tables and modules can be joined by them.",
              "Колонки, где равные значения получают равные псевдонимы: по ним соединяются таблицы и модули.",
            ),
            term(
              "class",
              "Class of rows",
              "Класс строк",
              "Rows that share all published quasi-identifiers and so look alike.",
              "Строки с одинаковыми опубликованными квазиидентификаторами: они неотличимы.",
            ),
            term(
              "suppressed",
              "Suppressed row",
              "Подавленная строка",
              "Left out of a version because its class was too small; counted in the reports.",
              "Не вошла в версию, так как её класс слишком мал; учтена в отчётах.",
            ),
            term(
              "pseudonymised",
              "Pseudonymised data",
              "Псевдонимизированные данные",
              "Depend on a key: whoever holds it could link them to people again, so they are still personal data.",
              "Зависят от ключа: его владелец мог бы связать их с людьми, поэтому это всё ещё персональные данные.",
            ),
          ],
        },
      ],
    },
  ],
};
