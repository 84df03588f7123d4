// A time as the portal's own sentences tell it: English with the day first and 24 hours.
const { lang } = document.documentElement;
const locale = lang === "en" ? "en-GB" : lang;

export const told = (at, parts) => new Intl.DateTimeFormat(locale, { numberingSystem: "latn", ...parts }).format(at);
