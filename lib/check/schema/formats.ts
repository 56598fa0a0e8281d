import { isIP } from 'node:net';
import { amount } from './quantity';

/** A form that texts must have. */
export interface Format {
  /** What is accepted, as it follows "must be". */
  readonly accepts: string;

  /** How many characters it may have at most. */
  readonly longest?: number;
  readonly test: (text: string) => boolean;
}

function form(accepts: string, pattern: RegExp, longest = Number.POSITIVE_INFINITY): Format {
  return {
    accepts,
    longest: Number.isFinite(longest) ? longest : undefined,
    test: (text) => text.length <= longest && pattern.test(text),
  };
}

/** What a form accepts, with its length. */
export function described({ accepts, longest }: Format): string {
  return longest === undefined ? accepts : `${accepts}, ${longest} characters at most`;
}

/** The pattern of a part of a DNS name. */
export const label = '[a-z0-9](?:[-a-z0-9]*[a-z0-9])?';
const subdomain = `${label}(?:\\.${label})*`;
const labelName = '[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?';

/** A DNS name: parts that end and begin with a letter or digit, with dots between. */
export const dnsName = form('lowercase letters, digits, "-" and "."', new RegExp(`^${subdomain}$`), 253);

/** One part of it. */
export const dnsLabel = form('lowercase letters, digits and "-"', new RegExp(`^${label}$`), 63);

const keyName = form('letters, digits, "-", "_" and "."', new RegExp(`^${labelName}$`), 63);

/** The keys of labels and annotations have a name, and may have a DNS name and a slash before it. */
function isKey(text: string): boolean {
  const slash = text.indexOf('/');
  return keyName.test(text.slice(slash + 1)) && (slash < 0 || dnsName.test(text.slice(0, slash)));
}

const key = `${described(keyName)}, optionally after a DNS name and "/"`;

function isCidr(text: string): boolean {
  const [, address = '', length = ''] = /^(.*)\/(0|[1-9]\d{0,2})$/.exec(text) ?? [];
  const version = isIP(address);
  return version > 0 && Number(length) <= (version === 4 ? 32 : 128);
}

const portName = form(
  'lowercase letters, digits and single "-", at least one letter among them',
  /^(?=.*[a-z])[a-z0-9]+(?:-[a-z0-9]+)*$/,
  15,
);

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** Minute, hour, day of the month, month, day of the week: from, to, and names for the numbers. */
const cronFields: readonly (readonly [number, number, readonly string[]])[] = [
  [0, 59, []],
  [0, 23, []],
  [1, 31, []],
  [1, 12, months],
  [0, 6, days],
];

/**
 * Whether a CronJob accepts a schedule.
 *
 * @see https://pkg.go.dev/github.com/robfig/cron/v3#hdr-CRON_Expression_Format
 */
function isSchedule(text: string): boolean {
  if (/^@(yearly|annually|monthly|weekly|daily|midnight|hourly)$/.test(text)) return true;
  if (/^@every ([-+]?(\d+\.?\d*|\.\d+)(ns|us|µs|ms|s|m|h))+$/.test(text)) return true;
  const fields = text.trim().split(/\s+/);
  return (
    fields.length === cronFields.length &&
    cronFields.every(([least, most, names], index) => {
      const number = (part: string) => {
        const named = names.indexOf(part.toLowerCase());
        if (named >= 0) return named + least;
        return /^\d+$/.test(part) ? Number(part) : Number.NaN;
      };
      return (fields[index] ?? '').split(',').every((part) => {
        const [, range = '', step] = /^([^/]+)(?:\/(\d+))?$/.exec(part) ?? [];
        if (Number(step ?? 1) < 1) return false;
        if (range === '*' || range === '?') return true;
        const [from = Number.NaN, to = from, ...more] = range.split('-').map(number);
        return more.length === 0 && least <= from && from <= to && to <= most;
      });
    })
  );
}

const host = new RegExp(`^(?:\\*\\.)?${subdomain}$`);

function isHost(text: string): boolean {
  return text.length <= 253 && host.test(text);
}

/** Whether this machine, which has the same list of time zones as Kubernetes, knows one. */
function isTimeZone(text: string): boolean {
  try {
    Intl.DateTimeFormat('en', { timeZone: text });
    return text !== 'Local';
  } catch {
    return false;
  }
}

/** The forms that the schemas name, from the API server's own validation. */
export const formats: Readonly<Record<string, Format>> = {
  'absolute-path': form('a path that begins with "/"', /^\//),
  amount: {
    accepts: 'a quantity of 0 or more, such as 100m or 64Mi',
    test: (text) => (amount(text) ?? Number.NEGATIVE_INFINITY) >= 0,
  },
  'annotation-key': { accepts: key, test: (text) => isKey(text.toLowerCase()) },
  byte: form(
    'base64',
    /^(?:(?:[A-Za-z0-9+/][\r\n]*){4})*(?:(?:[A-Za-z0-9+/][\r\n]*){2}==|(?:[A-Za-z0-9+/][\r\n]*){3}=)?[\r\n]*$/,
  ),
  cidr: { accepts: 'a range of IP addresses, such as 10.0.0.0/8', test: isCidr },
  'config-key': form('letters, digits, "-", "_" and "."', /^(?!\.\.)(?!\.$)[-._a-zA-Z0-9]+$/, 253),
  cron: {
    accepts: 'a cron schedule of five fields, such as "0 3 * * *", or a shorthand such as @daily',
    test: isSchedule,
  },
  'date-time': form(
    'a date and time such as 2030-01-31T12:00:00Z',
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[-+]\d\d:\d\d)$/,
  ),
  'dns-label': dnsLabel,
  'dns-name': dnsName,
  'dns-name-or-dot': { accepts: described(dnsName), test: (text) => dnsName.test(text.replace(/\.$/, '')) },
  'env-name': form(
    'letters, digits, "-", "_" and ".", not starting with a digit',
    /^(?!\.\.)(?!\.$)[-._a-zA-Z][-._a-zA-Z0-9]*$/,
  ),
  'field-path': form(
    'a field of the Pod, such as metadata.name or status.podIP',
    /^(?:metadata\.(?:name|namespace|uid|labels|annotations|(?:labels|annotations)\['.*'\])|spec\.(?:nodeName|serviceAccountName)|status\.(?:hostIP|podIP|podIPs))$/,
  ),
  finalizer: form('a name after a DNS name and "/"', /^(?:foregroundDeletion|kubernetes|orphan|.+\/.+)$/),
  host: {
    accepts: 'a DNS name in lowercase letters without a scheme or port, optionally starting with "*."',
    test: (text) => isHost(text) && isIP(text) === 0,
  },
  'host-or-ip': { accepts: 'a DNS name in lowercase letters, optionally starting with "*."', test: isHost },
  ip: { accepts: 'an IP address', test: (text) => isIP(text) > 0 },
  'ip-or-none': { accepts: 'an IP address or None', test: (text) => text === 'None' || isIP(text) > 0 },
  'label-key': { accepts: key, test: isKey },
  'label-value': form('letters, digits, "-", "_" and "."', new RegExp(`^(?:${labelName})?$`), 63),
  'path-segment': form('a name without "/" or "%"', /^(?!\.{1,2}$)[^/%]+$/),
  'path-with-domain': form(
    'a path that begins with a DNS name, such as example.com/controller',
    new RegExp(`^${subdomain}/.+$`),
  ),
  percent: form('a whole number or a percentage, such as 25%', /^\d+%$/),
  port: { ...portName, accepts: `a port: a number from 1 to 65535, or a name of ${portName.accepts}` },
  'port-name': portName,
  quantity: { accepts: 'a quantity, such as 100m or 64Mi', test: (text) => amount(text) !== undefined },
  quota: form(
    'a resource, such as requests.cpu, limits.memory, pods or count/jobs.batch',
    /^(?:(?:requests\.|limits\.)?(?:cpu|memory|ephemeral-storage|hugepages-.+)|requests\.storage|pods|services|services\.(?:loadbalancers|nodeports)|replicationcontrollers|resourcequotas|secrets|configmaps|persistentvolumeclaims|storage|.+\/.+)$/,
  ),
  'relative-path': form('a relative path without ".."', /^(?!\/)(?!(?:.*\/)?\.\.(?:\/|$))/),
  'resource-field': form(
    'a limit or request, such as limits.memory',
    /^(?:limits|requests)\.(?:cpu|memory|ephemeral-storage|hugepages-.+)$/,
  ),
  'service-name': form(
    'lowercase letters, digits and "-", starting with a letter',
    /^[a-z](?:[-a-z0-9]*[a-z0-9])?$/,
    63,
  ),
  sysctl: form(
    'the name of a kernel parameter, such as net.core.somaxconn',
    /^[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?(?:[./][a-z0-9](?:[-_a-z0-9]*[a-z0-9])?)*$/,
    253,
  ),
  'time-zone': { accepts: 'a time zone, such as Europe/Berlin', test: isTimeZone },
};
