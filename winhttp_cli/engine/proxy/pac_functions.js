// The functions a PAC script may call, in our own words: Netscape's set and the IPv6 extensions of
// WinHTTP (semantics W6). Evaluates to the driver that the child process calls: driver(url, host)
// runs the script's entry point and gives a JSON text of what came of it.
//
// The native function `__whttp_ask(what, json)` is the only way out. It is taken away from the global
// object before the script is loaded.
(function () {
  "use strict";
  const ask = globalThis.__whttp_ask;
  delete globalThis.__whttp_ask;
  const evaluate = (0, eval);
  const toJson = JSON.stringify;
  const fromJson = JSON.parse;
  const now = Date.now;
  const RECORDED_CALLS = 1000;
  const SHOWN_CHARACTERS = 300;
  let calls = 0;

  // --- the trace ------------------------------------------------------------------------------

  function shorten(text) {
    return text.length <= SHOWN_CHARACTERS ? text : text.slice(0, SHOWN_CHARACTERS) + "...";
  }

  function shown(value) {
    if (typeof value === "string") return toJson(shorten(value));
    if (typeof value === "object" && value !== null) return "[object]";
    if (typeof value === "function") return "[function]";
    return shorten(String(value));
  }

  // A wrapped function leaves a line in the trace; calls between the functions themselves do not.
  function expose(name, body) {
    const traced = function (...given) {
      const begun = now();
      const result = body(...given);
      calls += 1;
      if (calls <= RECORDED_CALLS) {
        const took = now() - begun;
        ask("call", toJson({ name, given: given.slice(0, 10).map(shown), result: shown(result), took }));
      }
      return result;
    };
    Object.defineProperty(globalThis, name, {
      value: traced, writable: true, configurable: true, enumerable: false,
    });
  }

  // --- addresses ------------------------------------------------------------------------------

  // The four octets of a dotted quad, or null.
  function octets(text) {
    const parts = String(text).split(".");
    if (parts.length !== 4) return null;
    const numbers = parts.map((part) => (/^[0-9]{1,3}$/.test(part) ? Number(part) : 256));
    return numbers.every((number) => number < 256) ? numbers : null;
  }

  // The eight groups of an IPv6 address (a zone is dropped), or null.
  function groups(text) {
    const halves = String(text).trim().split("%")[0].split("::");
    if (halves.length > 2) return null;
    const [left, right] = halves.map(groupList);
    if (left === null || right === null) return null;
    if (right === undefined) return left.length === 8 ? left : null;
    const missing = 8 - left.length - right.length;
    return missing < 1 ? null : [...left, ...Array(missing).fill(0), ...right];
  }

  function groupList(text) {
    if (text === "") return [];
    const found = [];
    const parts = text.split(":");
    for (const [index, part] of parts.entries()) {
      const quad = index === parts.length - 1 ? octets(part) : null;
      if (quad !== null) found.push(quad[0] * 256 + quad[1], quad[2] * 256 + quad[3]);
      else if (/^[0-9a-fA-F]{1,4}$/.test(part)) found.push(parseInt(part, 16));
      else return null;
    }
    return found;
  }

  // An address of either family as {bits, family}, bits being an array of 0 and 1; or null.
  function address(text) {
    const trimmed = String(text).trim();
    const quad = octets(trimmed);
    if (quad !== null) return { family: 4, bits: quad.flatMap((part) => binary(part, 8)) };
    const eight = trimmed.includes(":") ? groups(trimmed) : null;
    return eight === null ? null : { family: 6, bits: eight.flatMap((part) => binary(part, 16)) };
  }

  function binary(number, width) {
    return Array.from({ length: width }, (_, index) => (number >> (width - 1 - index)) & 1);
  }

  function resolved(host) {
    return fromJson(ask("resolve", toJson(String(host))));
  }

  function ownAddresses() {
    return fromJson(ask("own", "null"));
  }

  // IPv6 before IPv4 (semantics W6), otherwise in the order given.
  function sixFirst(list) {
    return [...list.filter((item) => item.includes(":")), ...list.filter((item) => !item.includes(":"))];
  }

  function firstFour(list) {
    return list.find((item) => octets(item) !== null) ?? null;
  }

  // --- Netscape's functions -------------------------------------------------------------------

  function dnsResolve(host) {
    return octets(host) !== null ? String(host) : firstFour(resolved(host));
  }

  function convertAddress(text) {
    const parts = String(text).split(".").map((part) => Number(part) & 255);
    return (parts[0] << 24) | (parts[1] << 16) | (parts[2] << 8) | parts[3];
  }

  function isInNet(host, pattern, mask) {
    const ip = dnsResolve(host);
    if (ip === null) return false;
    const bits = convertAddress(mask);
    return (convertAddress(ip) & bits) === (convertAddress(pattern) & bits);
  }

  // Netscape asks for a name without a domain part here; every engine compares the beginning only.
  function localHostOrDomainIs(host, full) {
    return String(host) === String(full) || String(full).startsWith(String(host) + ".");
  }

  // `*` is any run of characters, `?` any one; all else stands for itself. Linear in time: on a
  // mismatch only the latest `*` is stretched.
  function shExpMatch(text, pattern) {
    const subject = String(text);
    const glob = String(pattern);
    let at = 0, part = 0, star = -1, resume = 0;
    while (at < subject.length) {
      if (glob[part] === "*") {
        star = part++;
        resume = at;
      } else if (part < glob.length && (glob[part] === "?" || glob[part] === subject[at])) {
        part++;
        at++;
      } else if (star >= 0) {
        part = star + 1;
        at = ++resume;
      } else {
        return false;
      }
    }
    while (glob[part] === "*") part++;
    return part === glob.length;
  }

  expose("isPlainHostName", (host) => !String(host).includes("."));
  expose("dnsDomainIs", (host, domain) => String(host).endsWith(String(domain)));
  expose("localHostOrDomainIs", localHostOrDomainIs);
  expose("isResolvable", (host) => dnsResolve(host) !== null);
  expose("isInNet", isInNet);
  expose("dnsResolve", dnsResolve);
  expose("convert_addr", convertAddress);
  expose("myIpAddress", () => firstFour(ownAddresses()) ?? "127.0.0.1");
  expose("dnsDomainLevels", (host) => String(host).split(".").length - 1);
  expose("shExpMatch", shExpMatch);
  expose("alert", () => undefined);

  // --- dates and times ------------------------------------------------------------------------

  const DAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
  const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

  // The arguments without a trailing "GMT", and this moment in the time zone they ask for.
  function moment(given) {
    const gmt = given[given.length - 1] === "GMT";
    const d = new Date();
    const clock = gmt
      ? [d.getUTCFullYear(), d.getUTCMonth(), d.getUTCDate(), d.getUTCDay(),
         d.getUTCHours(), d.getUTCMinutes(), d.getUTCSeconds()]
      : [d.getFullYear(), d.getMonth(), d.getDate(), d.getDay(),
         d.getHours(), d.getMinutes(), d.getSeconds()];
    const [year, month, day, weekday, hour, minute, second] = clock;
    const args = gmt ? given.slice(0, -1) : given;
    return { args, year, month, day, weekday, hour, minute, second };
  }

  // Whether `value` lies from `low` to `high`, both included; a range that ends before it begins
  // runs over the end of the week, the day or the year.
  function within(low, value, high) {
    return low <= high ? low <= value && value <= high : value >= low || value <= high;
  }

  expose("weekdayRange", (...given) => {
    const { args, weekday } = moment(given);
    const low = DAYS.indexOf(args[0]);
    const high = args.length > 1 ? DAYS.indexOf(args[1]) : low;
    return low >= 0 && high >= 0 && within(low, weekday, high);
  });

  expose("timeRange", (...given) => {
    const { args, hour, minute, second } = moment(given);
    const at = args.map(Number);
    const seconds = (h, m, s) => h * 3600 + m * 60 + s;
    if (at.length === 1) return hour === at[0];
    if (at.length === 2) return within(at[0], hour, at[1]);
    const present = seconds(hour, minute, second);
    if (at.length === 4) return within(seconds(at[0], at[1], 0), present, seconds(at[2], at[3], 59));
    if (at.length === 6) return within(seconds(...at.slice(0, 3)), present, seconds(...at.slice(3)));
    return false;
  });

  // What one argument of dateRange names: a day (1 to 31), a month by its name, or a year.
  function dateField(value) {
    const month = MONTHS.indexOf(value);
    if (month >= 0) return ["month", month];
    const number = parseInt(value, 10);
    return number < 32 ? ["day", number] : ["year", number];
  }

  expose("dateRange", (...given) => {
    const { args, ...present } = moment(given);
    const fields = args.map(dateField);
    const kinds = new Set(fields.map((field) => field[0]));
    if (kinds.size === fields.length) {
      // Every field at most once, as in (24, "DEC"): one date, not a range.
      return fields.length > 0 && fields.every(([key, value]) => present[key] === value);
    }
    if (fields.length % 2 !== 0 || fields.length > 6) return false;
    const half = fields.length / 2;
    // One comparable number: the year weighs most, a field that is not named weighs nothing.
    const weigh = (parts) => (parts.year ?? 0) * 10000 + (parts.month ?? 0) * 100 + (parts.day ?? 0);
    const low = Object.fromEntries(fields.slice(0, half));
    const high = Object.fromEntries(fields.slice(half));
    const named = Object.fromEntries(Object.keys(low).map((key) => [key, present[key]]));
    return within(weigh(low), weigh(named), weigh(high));
  });

  // --- the IPv6 extensions: only FindProxyForURLEx may call them (semantics W6) -----------------

  function prefixHolds(text, prefix) {
    const [base, width, more] = String(prefix).trim().split("/");
    const network = address(base);
    const own = address(text);
    if (network === null || own === null || network.family !== own.family) return false;
    if (more !== undefined || !/^[0-9]{1,3}$/.test(width ?? "")) return false;
    const length = Number(width);
    if (length > network.bits.length) return false;
    return network.bits.slice(0, length).every((bit, index) => bit === own.bits[index]);
  }

  function splitList(text) {
    return String(text).split(";").map((item) => item.trim()).filter((item) => item !== "");
  }

  // The page calls the first argument an address and passes a host name in its examples: an address
  // (or a list of them) is taken as it is, a name is looked up.
  function isInNetEx(host, prefix) {
    const list = splitList(host);
    const addresses = list.every((item) => address(item) !== null) ? list : resolved(host);
    return addresses.some((item) => prefixHolds(item, prefix));
  }

  // IPv6 before IPv4, link-local before the rest as in the page's example, then by value.
  function sortIpAddressList(text) {
    const list = splitList(text);
    const parsed = list.map((item) => ({ item, ...(address(item) ?? { family: 0, bits: [] }) }));
    if (list.length === 0 || parsed.some((entry) => entry.family === 0)) return "";
    const rank = (entry) => {
      const isLocal = entry.family === 6 && entry.bits.slice(0, 10).join("") === "1111111010";
      return `${entry.family === 6 ? 0 : 1}${isLocal ? 0 : 1}${entry.bits.join("")}`;
    };
    const ranked = parsed.map((entry) => [rank(entry), entry.item]);
    ranked.sort((one, other) => (one[0] < other[0] ? -1 : one[0] > other[0] ? 1 : 0));
    return ranked.map((pair) => pair[1]).join(";");
  }

  function exposeExtensions() {
    const extensions = {
      isResolvableEx: (host) => resolved(host).length > 0,
      isInNetEx,
      dnsResolveEx: (host) => sixFirst(resolved(host)).join(";"),
      myIpAddressEx: () => sixFirst(ownAddresses()).join(";"),
      sortIpAddressList,
      getClientVersion: () => "1.0",
    };
    for (const [name, body] of Object.entries(extensions)) {
      if (evaluate(`typeof ${name}`) === "undefined") expose(name, body);
    }
  }

  // --- running the script ---------------------------------------------------------------------

  function defined(name) {
    return evaluate(`typeof ${name} === "function" ? ${name} : undefined`);
  }

  function described(thrown) {
    const isError = typeof thrown === "object" && thrown !== null && "message" in thrown;
    const text = isError ? `${thrown.name}: ${thrown.message}` : shown(thrown);
    return { thrown: shorten(text), stack: isError ? String(thrown.stack).slice(0, 2000) : "" };
  }

  return function driver(url, host) {
    const extended = defined("FindProxyForURLEx");
    const entry = extended ?? defined("FindProxyForURL");
    if (entry === undefined) return toJson({ entry: "" });
    const name = extended ? "FindProxyForURLEx" : "FindProxyForURL";
    if (extended) exposeExtensions();
    try {
      const result = entry(url, host);
      const kind = result === null ? "null" : typeof result;
      const text = kind === "string" ? result.slice(0, 32768) : shown(result);
      return toJson({ entry: name, kind, text, calls });
    } catch (thrown) {
      return toJson({ entry: name, ...described(thrown), calls });
    }
  };
})()
