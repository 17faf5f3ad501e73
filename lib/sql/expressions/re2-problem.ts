/**
 * Says why a text is no regular expression of RE2, so that a document is refused before a run. It knows the part of RE2
 * that people use and refuses the rest: what it accepts always compiles in the engine (a test tries both).
 */
export function re2Problem(source: string): string | undefined {
  try {
    new Re2Reader(source).read();
    return undefined;
  } catch (error) {
    if (error instanceof RegExpProblem) return error.message;
    throw error;
  }
}

class RegExpProblem extends Error {}

const unicodeClasses = new Set([
  ..."L Lu Ll Lt Lm Lo M Mn Mc Me N Nd Nl No P Pc Pd Ps Pe Pi Pf Po S Sm Sc Sk So Z Zs Zl Zp".split(" "),
  ..."Arabic Armenian Cyrillic Georgian Greek Han Hebrew Hiragana Katakana Latin Thai".split(" "),
]);
const asciiClasses = new Set(
  "alnum alpha ascii blank cntrl digit graph lower print punct space upper word xdigit".split(" "),
);
const punctuation = /^[!-/:-@[-`{-~ ]$/;
/** RE2's own limit of one repeat; nested ones are limited by their product. */
const greatestRepeat = 1000;
const greatestDepth = 50;

class Re2Reader {
  readonly #chars: readonly string[];
  #at = 0;
  #depth = 0;

  constructor(source: string) {
    this.#chars = [...source];
  }

  read(): void {
    this.#alternatives();
    if (this.#at < this.#chars.length) this.#fail("a closing parenthesis without an opening one");
  }

  #fail(reason: string): never {
    throw new RegExpProblem(`${reason}, at character ${this.#at + 1}`);
  }

  #peek(ahead = 0): string {
    return this.#chars[this.#at + ahead] ?? "";
  }

  #take(): string {
    const char = this.#peek();
    if (char === "") this.#fail("the expression ends too early");
    this.#at++;
    return char;
  }

  #skip(text: string): boolean {
    if (this.#chars.slice(this.#at, this.#at + text.length).join("") !== text) return false;
    this.#at += text.length;
    return true;
  }

  /** Answers how often its parts repeat at most, for the limit on nested repeats. */
  #alternatives(): number {
    if (++this.#depth > greatestDepth) this.#fail("groups are nested too deeply");
    let most = this.#sequence();
    while (this.#skip("|")) most = Math.max(most, this.#sequence());
    this.#depth--;
    return most;
  }

  #sequence(): number {
    let most = 1;
    while (this.#at < this.#chars.length && this.#peek() !== "|" && this.#peek() !== ")") {
      const { repeats, repeatable } = this.#atom();
      most = Math.max(most, repeats * this.#quantifier(repeatable, repeats));
    }
    return most;
  }

  #atom(): { repeats: number; repeatable: boolean } {
    const char = this.#take();
    if (char === "(") return this.#group();
    if (char === "[") this.#set();
    else if (char === "\\") return { repeats: 1, repeatable: this.#escape(false) };
    else if (/^[*+?{]$/.test(char)) this.#fail("nothing to repeat");
    return { repeats: 1, repeatable: char !== "^" && char !== "$" };
  }

  #group(): { repeats: number; repeatable: boolean } {
    if (this.#skip("?")) {
      const flags = this.#flags();
      if (flags && this.#skip(")")) return { repeats: 1, repeatable: false };
      if (!this.#skip(":"))
        this.#fail("only (?:…) and the flags i, m, s are known: no look-around, no names");
    }
    const repeats = this.#alternatives();
    if (!this.#skip(")")) this.#fail("a group is not closed");
    return { repeats, repeatable: true };
  }

  #flags(): boolean {
    const before = this.#at;
    while (/^[ims]$/.test(this.#peek())) this.#at++;
    return this.#at > before;
  }

  #quantifier(repeatable: boolean, inner: number): number {
    const char = this.#peek();
    const bounds = char === "{" ? this.#bounds() : undefined;
    if (bounds === undefined && char !== "*" && char !== "+" && char !== "?") return 1;
    if (!repeatable) this.#fail("this cannot be repeated");
    if (bounds === undefined) this.#at++;
    this.#skip("?");
    if (/^[*+?]$/.test(this.#peek()) || (this.#peek() === "{" && this.#bounds() !== undefined)) {
      this.#fail("a repeat of a repeat needs a group");
    }
    const times = bounds ?? 1;
    if (times * inner > greatestRepeat) this.#fail(`more than ${greatestRepeat} repeats`);
    return Math.max(1, times);
  }

  /** Undefined, and nothing read, where a brace is only a character. */
  #bounds(): number | undefined {
    const parts = /^\{(\d{1,4})(,(\d{0,4}))?\}/.exec(this.#chars.slice(this.#at, this.#at + 12).join(""));
    if (!parts) this.#fail("write \\{ for a brace, or {2}, {2,}, {2,5} for a repeat");
    const least = Number(parts[1]);
    const most = parts[3] ? Number(parts[3]) : least;
    if (most < least || most > greatestRepeat)
      this.#fail(`a repeat is at most ${greatestRepeat}, the lower bound first`);
    this.#at += parts[0].length;
    return most;
  }

  /** Answers whether what it read can be repeated; inside a set also only what stands for characters is allowed. */
  #escape(inSet: boolean): boolean {
    const char = this.#take();
    if (/^[dDsSwWtnrfv]$/.test(char) || punctuation.test(char)) return true;
    if (char === "p" || char === "P") {
      this.#unicodeClass();
      return true;
    }
    if (char === "x") {
      this.#hexadecimal();
      return true;
    }
    if (!inSet && /^[bBAz]$/.test(char)) return false;
    this.#fail(`\\${char} is not known`);
  }

  #unicodeClass(): void {
    let className = this.#take();
    if (className === "{") {
      this.#skip("^");
      className = "";
      while (this.#peek() !== "}") className += this.#take();
      this.#take();
    }
    if (!unicodeClasses.has(className)) this.#fail("this class of characters is not known");
  }

  #hexadecimal(): number {
    const rest = this.#chars.slice(this.#at, this.#at + 8).join("");
    const parts = /^(?:\{([0-9a-fA-F]{1,6})\}|([0-9a-fA-F]{2}))/.exec(rest);
    const code = Number.parseInt(parts?.[1] ?? parts?.[2] ?? "", 16);
    if (!parts || code > 0x10ffff) this.#fail("write a character as \\x41 or \\x{41F}");
    this.#at += parts[0].length;
    return code;
  }

  #set(): void {
    this.#skip("^");
    if (this.#peek() === "]") this.#fail("write \\] for a bracket inside a set");
    while (!this.#skip("]")) {
      if (this.#skip("[:")) {
        this.#asciiClass();
        continue;
      }
      const low = this.#setMember();
      if (this.#peek() !== "-" || this.#peek(1) === "]") continue;
      this.#at++;
      const high = this.#setMember();
      if (low === undefined || high === undefined || low > high)
        this.#fail("a range of characters runs upward between two characters");
    }
  }

  #asciiClass(): void {
    this.#skip("^");
    let className = "";
    while (/^[a-z]$/.test(this.#peek())) className += this.#take();
    if (!asciiClasses.has(className) || !this.#skip(":]"))
      this.#fail("this class of characters is not known");
  }

  /** The code of one character; undefined for a class of them. */
  #setMember(): number | undefined {
    const char = this.#take();
    if (char === "[") this.#fail("write \\[ for a bracket inside a set");
    if (char !== "\\") return char.codePointAt(0);
    const escaped = this.#peek();
    if (punctuation.test(escaped)) return this.#take().codePointAt(0);
    if (escaped === "x") {
      this.#at++;
      return this.#hexadecimal();
    }
    const control = { t: 9, n: 10, v: 11, f: 12, r: 13 }[escaped];
    this.#escape(true);
    return control;
  }
}
