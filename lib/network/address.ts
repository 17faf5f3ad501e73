/** Which addresses are a network's own; RFC 1918, 3927, 4193, 4291, 6598. Pure, on the text that a resolver answers. */

const octets = (address: string): readonly number[] | undefined => {
  const parts = address.split(".").map(Number);
  return parts.length === 4 && parts.every((p) => Number.isInteger(p) && p >= 0 && p <= 255)
    ? parts
    : undefined;
};

/** The eight groups of an IPv6 address; undefined where it is none. */
function groups(address: string): readonly number[] | undefined {
  const bare = address.replace(/%.*$/, "").replace(/^\[|\]$/g, "");
  if (!bare.includes(":")) return undefined;
  const tail = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(bare);
  const v4 = tail ? octets(tail[2] ?? "") : undefined;
  const text =
    tail && v4
      ? `${tail[1]}${(((v4[0] ?? 0) << 8) | (v4[1] ?? 0)).toString(16)}:${(((v4[2] ?? 0) << 8) | (v4[3] ?? 0)).toString(16)}`
      : bare;
  const [head = "", rest] = text.split("::");
  const parse = (part: string) => (part === "" ? [] : part.split(":").map((g) => Number.parseInt(g, 16)));
  const left = parse(head);
  const right = rest === undefined ? [] : parse(rest);
  const all =
    rest === undefined ? left : [...left, ...Array(8 - left.length - right.length).fill(0), ...right];
  return all.length === 8 && all.every((g) => g >= 0 && g <= 0xffff) ? all : undefined;
}

/** An IPv4 address that an IPv6 one carries (mapped, or through NAT64), else the address itself. */
function embedded(address: string): readonly number[] | undefined {
  const v4 = octets(address);
  if (v4) return v4;
  const g = groups(address);
  if (!g) return undefined;
  const mapped = g.slice(0, 5).every((x) => x === 0) && (g[5] === 0xffff || g[5] === 0);
  const nat64 = g[0] === 0x64 && g[1] === 0xff9b;
  const [high = 0, low = 0] = g.slice(6);
  return (mapped && high !== 0) || nat64 ? [high >> 8, high & 255, low >> 8, low & 255] : undefined;
}

/** Addresses at which clouds hand out credentials: link-local, and the few that providers chose elsewhere. */
export function isMetadataAddress(address: string): boolean {
  const v4 = embedded(address);
  if (v4) {
    const text = v4.join(".");
    return (v4[0] === 169 && v4[1] === 254) || text === "100.100.100.200" || text === "168.63.129.16";
  }
  const g = groups(address);
  if (!g) return false;
  const linkLocal = ((g[0] ?? 0) & 0xffc0) === 0xfe80;
  const amazon = g[0] === 0xfd00 && g[1] === 0xec2;
  const google = g[0] === 0xfd20 && g[1] === 0xce;
  return linkLocal || amazon || google;
}

/** Whether a host, as a person or an address of the web writes it, is this very machine: nobody listens on the way. */
export function isLoopback(host: string): boolean {
  if (/^localhost\.?$/i.test(host)) return true;
  const v4 = embedded(host);
  return v4 ? v4[0] === 127 : (groups(host)?.join(":") ?? "") === "0:0:0:0:0:0:0:1";
}

/** Loopback, private and other addresses that are not the public network. */
export function isPrivateAddress(address: string): boolean {
  const v4 = embedded(address);
  if (v4) {
    const [a = 0, b = 0] = v4;
    return (
      a === 0 ||
      a === 10 ||
      a === 127 ||
      (a === 100 && b >= 64 && b < 128) ||
      (a === 169 && b === 254) ||
      (a === 172 && b >= 16 && b < 32) ||
      (a === 192 && b === 168) ||
      (a === 198 && (b === 18 || b === 19)) ||
      a >= 224
    );
  }
  const g = groups(address);
  if (!g) return true;
  const first = g[0] ?? 0;
  const unspecifiedOrLoopback = g.slice(0, 7).every((x) => x === 0);
  return (
    unspecifiedOrLoopback || (first & 0xfe00) === 0xfc00 || (first & 0xffc0) === 0xfe80 || first >= 0xff00
  );
}
