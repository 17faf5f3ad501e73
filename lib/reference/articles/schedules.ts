import { text } from "../parts.ts";
import type { Article } from "./article.ts";

export const schedules: Article = {
  id: "schedules",
  title: text("Schedules and run parameters", "Расписания и параметры запуска"),
  summary: text(
    "How a module runs by itself, and how a run is told which day or region it is for.",
    "Как модуль запускается сам и как запуску сообщить, за какой он день или регион.",
  ),
  sections: [
    {
      id: "triggers",
      title: text("What starts a run", "Что начинает запуск"),
      blocks: [
        {
          kind: "terms",
          items: [
            {
              id: "schedule",
              term: text("Schedule", "Расписание"),
              text: text(
                "A cron expression of five fields in a time zone. The page says it in words, shows the next five runs in two zones, and what changes of clocks do to them.",
                "Выражение cron из пяти полей в часовом поясе. Страница пересказывает его словами, показывает пять ближайших запусков в двух поясах и то, что с ними делает перевод часов.",
              ),
            },
            {
              id: "web-hook",
              term: text("Web hook", "Вебхук"),
              text: text(
                "Another program calls POST /api/hooks/ID with its token. The same Idempotency-Key starts nothing twice; values of parameters may come in the body.",
                "Другая программа вызывает POST /api/hooks/ID с токеном. С одним Idempotency-Key ничего не запустится дважды; в теле можно передать значения параметров.",
              ),
            },
            {
              id: "after-versions",
              term: text("After new versions", "После новых версий"),
              text: text(
                "A new version of another module starts this one: of any of several modules, or once all of them have one. One that comes while a run is at work, or without an approval, is not lost: the newest is answered as soon as it can be. What stands in its way is looked at again after an approval or another change, and by itself after a minute, later each time, up to an hour. Circles are refused.",
                "Новая версия другого модуля запускает этот: любого из нескольких или всех сразу. Версия, вышедшая во время запуска или без одобрения, не теряется: на последнюю из них запуск начнётся, как только сможет. Помеха проверяется снова после одобрения или другого изменения и сама собой: через минуту, потом всё реже, до раза в час. Циклы не допускаются.",
              ),
            },
          ],
        },
        {
          kind: "text",
          text: text(
            "The page Schedules shows what starts runs of all modules, what stands in its way, what came of it last, and the coming 24 hours.",
            "Страница «Расписания» показывает, что запускает все модули, что этому мешает, чем закончился последний запуск, и ближайшие 24 часа.",
          ),
        },
        {
          kind: "text",
          text: text(
            "A publication runs the newest approved revision. Without a valid approval nothing runs: the history shows a skipped run with its reason, and its people are told once.",
            "Публикация берёт последнюю одобренную ревизию. Без действующего одобрения запуска нет: в истории остаётся пропуск с причиной, а ответственные получают одно уведомление.",
          ),
        },
      ],
    },
    {
      id: "policies",
      title: text("When something is in the way", "Если что-то мешает"),
      blocks: [
        {
          kind: "list",
          items: [
            text(
              "Missed: a planned run counts as missed two minutes after its time. None, the latest, or all up to a number are made up for, one after another.",
              "Пропуск: запуск считается пропущенным через две минуты после срока. Навёрстывается ничего, последний или все до заданного числа, по очереди.",
            ),
            text(
              "Overlap: while the run before is not over, the new one is skipped, waits, or cancels it. At most ten wait.",
              "Совпадение: пока предыдущий запуск идёт, новый пропускается, ждёт или отменяет его. Ждут не больше десяти.",
            ),
            text(
              "Retries: a run is tried again where a source or a store did not answer, a file was not there or a worker failed, each time after twice the wait, up to the longest. What the data, the document, an approval or a login refuses is not tried again: it would only read the sources once more, or lock the account.",
              "Повторы: запуск повторяется, если источник или хранилище не ответили, файла не было или подвёл воркер, каждый раз после вдвое большей паузы, до наибольшей. То, что не пропускают данные, документ, одобрение или учётная запись, не повторяется: это лишь ещё раз прочитало бы источники или заблокировало учётную запись.",
            ),
            text(
              "Alerts: the chosen people are told who can still sign in and see modules; else the module's owner, whoever made the trigger, or the administrators. That a trigger runs again is told after a failed run only. An address of alerts may be in the public network; of private hosts those alone that an administrator names in ETLX_ALERT_HOSTS.",
              "Уведомления: их получают выбранные люди, которые ещё могут войти и видят модули; иначе владелец модуля, автор триггера или администраторы. О том, что триггер снова работает, сообщается только после неудачного запуска. Адрес уведомлений может быть в открытой сети, а из внутренних хостов — только тот, что администратор назвал в ETLX_ALERT_HOSTS.",
            ),
            text(
              "Summer time: a time that does not exist on a day runs when the clock goes on, a time that comes twice runs once; lists and ranges of hours and minutes, such as 30 2,14 or 0,30 2-3, are such times. A wildcard or a step follows the hours as they pass: */20 2 runs nothing in a missing hour, and all of it again in a repeated one. The form says what happens, with the day.",
              "Летнее время: если такого времени в этот день нет, запуск будет после перевода часов; если оно наступает дважды, запуск один. Так же и со списками и диапазонами часов и минут, например 30 2,14 или 0,30 2-3. Звёздочка и шаг идут по часам как есть: */20 2 в пропавшем часе не запускает ничего, а в повторном запускает всё ещё раз. Форма показывает, что и в какой день будет.",
            ),
          ],
        },
      ],
    },
    {
      id: "parameters",
      title: text("Parameters", "Параметры"),
      blocks: [
        {
          kind: "text",
          text: text(
            "A document declares parameters; whoever starts a run gives the values, and so do schedules and web hooks. SQL names a value as $region, a Python function takes the argument parameters. A value is bound or written as a typed literal of the source's dialect, never pasted as text.",
            "Документ объявляет параметры; значения задаёт тот, кто начинает запуск, а также расписания и вебхуки. В SQL значение пишется как $region, функция на Python принимает аргумент parameters. Значение привязывается или пишется как типизированный литерал диалекта источника, а не вставляется текстом.",
          ),
        },
        {
          kind: "code",
          label: text("In the document", "В документе"),
          code: '"parameters": [\n  { "name": "day", "datatype": "date", "default": "yesterday" },\n  { "name": "region", "datatype": "choice", "choices": ["north", "south"], "required": true }\n]',
        },
        {
          kind: "code",
          label: text("In an extraction", "В извлечении"),
          code: "select * from visit where at = $day and region = $region",
        },
        {
          kind: "text",
          text: text(
            "A date may be a day: run-date, yesterday, first-day-of-month, first-day-of-previous-month, last-day-of-previous-month, first-day-of-year. It is found for the instant that the run was planned for, in the schedule's zone; otherwise in UTC. A missed run that is made up for keeps its own day.",
            "Дата может быть днём: run-date, yesterday, first-day-of-month, first-day-of-previous-month, last-day-of-previous-month, first-day-of-year. Он вычисляется для времени, на которое намечен запуск, в поясе расписания, иначе в UTC. Навёрстанный запуск сохраняет свой день.",
          ),
        },
        {
          kind: "text",
          text: text(
            "The values are kept with the run and in its version's manifest: do not give secrets as parameters.",
            "Значения хранятся с запуском и в манифесте версии: не передавайте в параметрах секреты.",
          ),
        },
      ],
    },
    {
      id: "alerts",
      title: text("Alerts", "Уведомления"),
      blocks: [
        {
          kind: "text",
          text: text(
            "Alerts are in the inbox of the chosen people, else of the module's owner: a run failed for good, is late, succeeded after a failure, or nothing could be started. They can be sent to an address too, signed: X-ETLX-Signature is t=SECONDS,v1=HMAC-SHA-256 of SECONDS.BODY under a secret that is shown once. The address is kept sealed, and its host alone is shown; another address has another secret, and “New signing secret” replaces one that is lost or known to others.",
            "Уведомления попадают во входящие выбранных людей, иначе владельца модуля: запуск окончательно не удался, опаздывает, удался после неудачи или ничего не удалось запустить. Их можно отправлять и по адресу, с подписью: X-ETLX-Signature — это t=СЕКУНДЫ,v1=HMAC-SHA-256 от СЕКУНДЫ.ТЕЛО с секретом, который показывается один раз. Адрес хранится зашифрованным, виден только его хост; у другого адреса другой секрет, а «Новый секрет подписи» заменяет утерянный или ставший известным.",
          ),
        },
      ],
    },
  ],
};
