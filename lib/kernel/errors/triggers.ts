import type { ErrorCode } from "../error-code.ts";

/** What starts runs by itself, and the values they take. */
export const triggerErrors = {
  "schedule-cron-invalid": {
    kind: "usage",
    message: {
      en: "“{cron}” is no cron expression. Write five fields: minute (0–59), hour (0–23), day of the month (1–31), month (1–12), weekday (0–7).",
      ru: "«{cron}» — не выражение cron. Нужны пять полей: минута (0–59), час (0–23), день месяца (1–31), месяц (1–12), день недели (0–7).",
    },
  },
  "schedule-never": {
    kind: "usage",
    message: {
      en: "“{cron}” never happens: no year has such a day.",
      ru: "«{cron}» никогда не наступит: такого дня нет ни в одном году.",
    },
  },
  "time-zone-unknown": {
    kind: "usage",
    message: {
      en: "There is no time zone {zone}. Take a name such as Europe/Moscow.",
      ru: "Нет часового пояса {zone}. Укажите имя, например Europe/Moscow.",
    },
  },
  "trigger-cycle": {
    kind: "usage",
    message: {
      en: "These modules would start each other for ever: {path}",
      ru: "Эти модули запускали бы друг друга бесконечно: {path}",
    },
  },
  "trigger-paused": {
    kind: "conflict",
    message: { en: "{name} is paused.", ru: "«{name}» на паузе." },
  },
  "tick-missed": {
    kind: "conflict",
    message: {
      en: "Its time passed without a run; a later run stands for it, or missed runs are not made up for.",
      ru: "Его время прошло без запуска: вместо него есть более поздний, или пропущенные запуски не навёрстываются.",
    },
  },
  "tick-overlap": {
    kind: "conflict",
    message: { en: "The run before it was not over.", ru: "Предыдущий запуск ещё не завершился." },
  },
  "tick-queue-full": {
    kind: "conflict",
    message: {
      en: "{count} runs were waiting already.",
      ru: "Ожидающих запусков уже было {count}.",
    },
  },
  "tick-superseded": {
    kind: "conflict",
    message: { en: "A later run took its place.", ru: "Его место занял следующий запуск." },
  },
  "trigger-removed": {
    kind: "conflict",
    message: {
      en: "The trigger was removed or paused, or its module archived, before the run could start.",
      ru: "Триггер удалён или на паузе, либо модуль в архиве: запуск не успел начаться.",
    },
  },
  "alert-person-unfit": {
    kind: "usage",
    message: {
      en: "{person} cannot be told: the account is disabled, or may not see modules. Choose somebody else.",
      ru: "{person} не получит уведомлений: учётная запись отключена или не видит модулей. Выберите другого человека.",
    },
  },
  "alert-address-secret": {
    kind: "usage",
    message: {
      en: "The address of alerts holds no user name or password. Each alert is signed instead.",
      ru: "Адрес уведомлений не содержит имени и пароля. Вместо этого уведомления подписаны.",
    },
  },
  "alert-host-refused": {
    kind: "usage",
    message: {
      en: "Alerts are not sent to {host}: it is in a private network, and an administrator has not named it in ETLX_ALERT_HOSTS. A cloud's metadata address never is one.",
      ru: "На {host} уведомления не отправляются: он во внутренней сети, и администратор не назвал его в ETLX_ALERT_HOSTS. Адреса метаданных облака запрещены всегда.",
    },
  },
  "alert-not-taken": {
    kind: "outside",
    message: {
      en: "{host} did not take the alert. Of a host in a private network no more is told here; an administrator finds the reason in the worker's log.",
      ru: "{host} не принял уведомление. О хосте внутренней сети здесь больше ничего не сообщается; причину администратор найдёт в журнале исполнителя.",
    },
  },
  "alert-address-unknown": {
    kind: "conflict",
    message: {
      en: "No address at {host} is kept for the alerts of this trigger. Write the whole address.",
      ru: "Для уведомлений этого триггера нет сохранённого адреса на {host}. Укажите адрес целиком.",
    },
  },
  "alert-address-gone": {
    kind: "conflict",
    message: {
      en: "The trigger has no address for alerts any more.",
      ru: "У триггера больше нет адреса для уведомлений.",
    },
  },
  "hook-token-wrong": {
    kind: "access",
    message: {
      en: "There is no such web hook, or the token is not its own. Send it as Authorization: Bearer TOKEN.",
      ru: "Такого вебхука нет, или токен не от него. Передайте токен в заголовке Authorization: Bearer ТОКЕН.",
    },
  },
  "hook-body-too-large": {
    kind: "usage",
    message: {
      en: "The body of a web hook holds at most {bytes} bytes: JSON with the values of parameters.",
      ru: "Тело запроса вебхука — не больше {bytes} байт: JSON со значениями параметров.",
    },
  },
  "hook-key-reused": {
    kind: "conflict",
    message: {
      en: "This Idempotency-Key came before with other parameters. Send a new key.",
      ru: "Этот Idempotency-Key уже приходил с другими параметрами. Передайте новый ключ.",
    },
  },
  "parameter-unknown": {
    kind: "usage",
    message: {
      en: "The module has no parameter {name}. It has: {known}",
      ru: "У модуля нет параметра {name}. Есть: {known}",
    },
  },
  "parameter-missing": {
    kind: "usage",
    message: {
      en: "The parameter {name} needs a value: it has no default.",
      ru: "Параметру {name} нужно значение: значения по умолчанию у него нет.",
    },
  },
  "parameter-date": {
    kind: "usage",
    message: {
      en: "The parameter {name} takes a date such as 2026-03-29, or one of: {days}",
      ru: "Параметр {name} — это дата, например 2026-03-29, или одно из: {days}",
    },
  },
  "parameter-integer": {
    kind: "usage",
    message: {
      en: "The parameter {name} takes a whole number of at most 18 digits.",
      ru: "Параметр {name} — это целое число не длиннее 18 цифр.",
    },
  },
  "parameter-decimal": {
    kind: "usage",
    message: {
      en: "The parameter {name} takes a number such as 12.50, with at most 20 digits before the point and 18 after.",
      ru: "Параметр {name} — это число, например 12.50: не больше 20 цифр до точки и 18 после.",
    },
  },
  "parameter-boolean": {
    kind: "usage",
    message: {
      en: "The parameter {name} takes true or false.",
      ru: "Параметр {name} — это true или false.",
    },
  },
  "parameter-choice": {
    kind: "usage",
    message: {
      en: "The parameter {name} takes one of: {choices}",
      ru: "Параметр {name} — одно из: {choices}",
    },
  },
  "parameter-string": {
    kind: "usage",
    message: {
      en: "The parameter {name} takes a text of at most {length} characters, none of them U+0000.",
      ru: "Параметр {name} — это текст не длиннее {length} символов, без символа U+0000.",
    },
  },
} as const satisfies Readonly<Record<string, ErrorCode>>;
