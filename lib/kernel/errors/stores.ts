import type { ErrorCode } from "../error-code.ts";

/** Stores, settings and keys. */
export const storeErrors = {
  "store-failed": {
    kind: "outside",
    transient: true,
    message: {
      en: "The store {store} failed: {detail}",
      ru: "Ошибка хранилища {store}: {detail}",
    },
  },
  "store-refused": {
    kind: "outside",
    message: {
      en: "The store {store} refused to write: {detail}. Check its permissions and free space.",
      ru: "Хранилище {store} отказало в записи: {detail}. Проверьте права и свободное место.",
    },
  },
  "store-still-holds": {
    kind: "outside",
    transient: true,
    message: {
      en: "The store {store} said that all of the run {run} was removed, but something of it is still there.",
      ru: "Хранилище {store} сообщило, что всё от запуска {run} удалено, но часть ещё на месте.",
    },
  },
  "store-latest-held": {
    kind: "outside",
    transient: true,
    message: {
      en: "The version is in the store {store}, but its schema {schema} still shows the one before: somebody reads there in a transaction that is open. It is tried again; it succeeds when that transaction has ended.",
      ru: "Версия есть в хранилище {store}, но его схема {schema} пока показывает предыдущую: кто-то читает её в открытой транзакции. Попытки продолжатся; получится, когда эта транзакция завершится.",
    },
  },
  "store-cannot-hold": {
    kind: "data",
    message: {
      en: "Table {table}, column {column}: the store {store} cannot hold it. {en}",
      ru: "Таблица {table}, колонка {column}: хранилище {store} этого не вместит. {ru}",
    },
  },
  "disk-full": {
    kind: "outside",
    transient: true,
    message: {
      en: "No space is left in {folder}. Free some, then retry.",
      ru: "В {folder} закончилось место. Освободите его и повторите.",
    },
  },
  "folder-read-only": {
    kind: "usage",
    message: {
      en: "The folder {folder} cannot be written. Choose another, or change its permissions.",
      ru: "В папку {folder} нельзя писать. Выберите другую или измените права.",
    },
  },
  "setting-invalid": {
    kind: "usage",
    message: {
      en: "The setting {setting} is not valid: {detail}.",
      ru: "Настройка {setting} неверна: {detail}.",
    },
  },
  "setting-missing": {
    kind: "usage",
    message: {
      en: "The setting {setting} is not set. `npm start` sets it; elsewhere export it first.",
      ru: "Не задана настройка {setting}. Её задаёт `npm start`; в остальных случаях укажите её сами.",
    },
  },
  "key-missing": {
    kind: "usage",
    message: {
      en: "The key {file} is missing, but data encrypted with it exists. Put the key back; a new one could not read it.",
      ru: "Нет ключа {file}, но есть зашифрованные им данные. Верните ключ: новый не сможет их прочитать.",
    },
  },
  "key-invalid": {
    kind: "usage",
    message: {
      en: "The key in {file} is not a key of this product.",
      ru: "В {file} нет ключа этого продукта.",
    },
  },
  "key-short": {
    kind: "usage",
    message: {
      en: "The key of the linkage domain {domain} has {bits} bits; at least 128 are needed. Nothing was published.",
      ru: "В ключе домена связывания {domain} {bits} бит, нужно не меньше 128. Ничего не опубликовано.",
    },
  },
  "key-wrong": {
    kind: "usage",
    message: {
      en: "The key in {file} is not the one this database's data was encrypted with. Put the right key back.",
      ru: "Ключ в {file} не тот, которым зашифрованы данные этой базы. Верните правильный ключ.",
    },
  },
  "key-exists": {
    kind: "usage",
    message: {
      en: "There is a file at {file} already; a key never overwrites one.",
      ru: "Файл {file} уже существует; ключ никогда не записывается поверх.",
    },
  },
  "ciphertext-invalid": {
    kind: "internal",
    message: {
      en: "What is kept encrypted ({what}) cannot be read: it was changed, or sealed with another key.",
      ru: "Зашифрованное ({what}) не читается: оно изменено или закрыто другим ключом.",
    },
  },
} as const satisfies Readonly<Record<string, ErrorCode>>;
