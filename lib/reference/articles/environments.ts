import { text } from "../parts.ts";
import type { Article } from "./article.ts";

export const environments: Article = {
  id: "environments",
  title: text("Environments: from test to production", "Окружения: от проверки к работе"),
  summary: text(
    "How one document runs on test data and on production data without being changed.",
    "Как один документ выполняется на тестовых и на рабочих данных без изменений.",
  ),
  sections: [
    {
      id: "bindings",
      title: text("What a name means there", "Что там означает имя"),
      blocks: [
        {
          kind: "text",
          text: text(
            "A document names sources and stores. Where no environment is chosen, a name is the source or the store that has it here: the run is as written. An environment, such as test or production, says for each name what it means there; an administrator does so on its page.",
            "Документ называет источники и хранилища. Если окружение не выбрано, имя означает источник или хранилище с таким именем: запуск идёт как в документе. Окружение, например test или production, задаёт, что каждое имя означает там; это делает администратор на его странице.",
          ),
        },
        {
          kind: "list",
          items: [
            text(
              "Every name must be bound, also one that means itself: nothing runs on production data because somebody forgot a name. Versions of modules need no binding.",
              "Связать нужно каждое имя, даже если оно означает само себя: забытое имя не приведёт запуск к рабочим данным. Версии модулей связывать не нужно.",
            ),
            text(
              "A source is bound to one of the same kind, since extraction scripts are in its dialect. A store may be of another kind.",
              "Источник связывается с источником того же вида: скрипты извлечения написаны на его диалекте. Хранилище может быть другого вида.",
            ),
            text(
              "A store serves one environment. No other one gets it, an archived one keeps it, and a document that names it publishes nothing there as written: a test never moves what production reads.",
              "Хранилище обслуживает одно окружение. Другое его не получит, архивное его сохранит, а документ, который называет его прямо, ничего туда не опубликует: проверка не меняет то, что читают в работе.",
            ),
          ],
        },
      ],
    },
    {
      id: "looks",
      title: text("Looks at data", "Просмотр данных"),
      blocks: [
        {
          kind: "list",
          items: [
            text(
              "The editor's bar and a module's page ask for the environment, once there is one. Previews, samples, tries of scripts, merges and suggestions then read the sources that the names mean there; a preview says where its rows were read. Stores need no binding for that.",
              "Панель редактора и страница модуля спрашивают окружение, если они есть. Предпросмотр, выборки, пробы скриптов, слияния и предложения читают тогда источники, которые имена означают там; предпросмотр указывает, где прочитаны его строки. Хранилища для этого связывать не нужно.",
            ),
            text(
              "Where a source is not bound, nothing is read, and its name is said. Rows, keys and what scripts printed stay within their environment: nothing that was read in one is shown in another.",
              "Если источник не связан, ничего не читается, и названо его имя. Строки, ключи и вывод скриптов остаются в своём окружении: прочитанное в одном не показывается в другом.",
            ),
            text(
              "Whoever may not see raw values sees what was approved in that environment. Tables that are added from a source, and hints while a script is written, ask the source that has its name here: they come before a document names it.",
              "Кому нельзя видеть исходные значения, видит то, что одобрено в этом окружении. Добавление таблиц из источника и подсказки при наборе скрипта обращаются к источнику с этим именем: документ его ещё не называет.",
            ),
          ],
        },
      ],
    },
    {
      id: "runs",
      title: text("Approvals and versions", "Одобрения и версии"),
      blocks: [
        {
          kind: "list",
          items: [
            text(
              "A module's page asks for the environment: its review, its trials and its publications are then those of that environment. So do the editor's dialogs that ask for a review or a trial, and say first what is not bound there. Schedules, web hooks and triggers have an environment of their own.",
              "Страница модуля спрашивает окружение: проверка, пробы и публикации относятся к нему. Диалоги редактора, которые запрашивают проверку или пробу, тоже его спрашивают и сразу говорят, что там не связано. У расписаний, вебхуков и триггеров своё окружение.",
            ),
            text(
              "An approval counts where it was given, for what the names mean there now. Another binding makes it out of date. Whoever edited since the last approval there cannot approve there.",
              "Одобрение действует там, где дано, и для того, что имена означают там сейчас. Новая связь делает его устаревшим. Кто менял документ после последнего одобрения в этом окружении, одобрить там не может.",
            ),
            text(
              "The numbers of a module's versions go through all environments, and each version says where it was made. The newest version, the one before, what an increment goes on from and what retention spares are found within the environment; module:visits@3 may be any environment's.",
              "Номера версий модуля общие для всех окружений, и каждая версия говорит, где она создана. Последняя версия, предыдущая, та, от которой идёт приращение, и та, которую щадит срок хранения, ищутся внутри окружения; module:visits@3 может быть из любого.",
            ),
            text(
              "Where an address says latest, ?environment=production asks for the newest version of that environment; without it, the newest made as written.",
              "Если в адресе стоит latest, ?environment=production запрашивает последнюю версию этого окружения; без него — последнюю, созданную как в документе.",
            ),
            text(
              "On the command line a document's sources are given with the run: --source NAME=URL says what a name means. There are no environments there.",
              "В командной строке источники задаются при запуске: --source ИМЯ=URL говорит, что означает имя. Окружений там нет.",
            ),
          ],
        },
      ],
    },
  ],
};
