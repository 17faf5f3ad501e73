/** The cookie that keeps the language of the interface: `en` or `ru`. */
export const localeCookie = "etlx-locale";
