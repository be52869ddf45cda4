/** Media types: what a caller accepts, and how the answer is labelled. */
import { apiErrors } from '../api-error.ts';

export interface Media {
  /** `array` and `object` are JSON; `plan` is the database's plan instead of its rows. */
  readonly kind: 'array' | 'object' | 'csv' | 'geojson' | 'plan';
  readonly stripNulls: boolean;
  /** The header `Content-Type`. */
  readonly contentType: string;
  /** Of a plan: how it is written and which of EXPLAIN's options it has. */
  readonly plan?: { readonly format: 'TEXT' | 'JSON'; readonly options: readonly string[] };
  /** Of a plan: the media type that is planned for. */
  readonly of?: Media;
}

const CHARSET = '; charset=utf-8';
const PLAN_OPTIONS = ['analyze', 'verbose', 'settings', 'buffers', 'wal'];

/** The first acceptable type. Throws PGRST107 if there is none. */
export function negotiateMedia(accept: string | null, allowsPlan: boolean): Media {
  const wanted = ranges(accept ?? '*/*');
  for (const range of wanted) {
    const media = decode(range);
    if (media !== undefined && (media.kind !== 'plan' || allowsPlan)) return media;
  }
  throw apiErrors.mediaUnacceptable(wanted);
}

/** The media ranges of an Accept header, best first, without their quality. */
function ranges(accept: string): string[] {
  return accept
    .split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/u)
    .map((text, index) => {
      const quality = /;\s*q=([\d.]+)/u.exec(text)?.[1];
      const range = text.replace(/;\s*q=[\d.]+/u, '').trim();
      return { range, quality: quality === undefined ? 1 : Number(quality), index };
    })
    .sort((one, other) => other.quality - one.quality || one.index - other.index)
    .map(({ range }) => range)
    .filter((range) => range !== '');
}

function decode(range: string): Media | undefined {
  const [type = '', ...rest] = range.split(/;(?=(?:[^"]*"[^"]*")*[^"]*$)/u).map((part) => part.trim());
  const params = new Map(
    rest.map((part) => {
      const at = part.indexOf('=');
      return [
        part.slice(0, at).trim(),
        part
          .slice(at + 1)
          .trim()
          .replaceAll('"', ''),
      ];
    }),
  );
  const stripNulls = params.get('nulls') === 'stripped';
  const stripped = stripNulls ? ';nulls=stripped' : '';
  switch (type.toLowerCase()) {
    case '*/*':
    case 'application/json':
      return { kind: 'array', stripNulls: false, contentType: `application/json${CHARSET}` };
    case 'application/vnd.pgrst.array+json':
    case 'application/vnd.pgrst.array':
      return stripNulls
        ? { kind: 'array', stripNulls, contentType: `application/vnd.pgrst.array+json${stripped}${CHARSET}` }
        : { kind: 'array', stripNulls, contentType: `application/json${CHARSET}` };
    case 'application/vnd.pgrst.object+json':
    case 'application/vnd.pgrst.object':
      return {
        kind: 'object',
        stripNulls,
        contentType: `application/vnd.pgrst.object+json${stripped}${CHARSET}`,
      };
    case 'text/csv':
      return { kind: 'csv', stripNulls: false, contentType: `text/csv${CHARSET}` };
    case 'application/geo+json':
      return { kind: 'geojson', stripNulls: false, contentType: `application/geo+json${CHARSET}` };
    case 'application/vnd.pgrst.plan':
    case 'application/vnd.pgrst.plan+text':
    case 'application/vnd.pgrst.plan+json':
      return plan(type.endsWith('+json') ? 'JSON' : 'TEXT', params);
    default:
      return undefined;
  }
}

function plan(format: 'TEXT' | 'JSON', params: ReadonlyMap<string, string>): Media | undefined {
  const of = decode(params.get('for') ?? 'application/json');
  if (of === undefined) return undefined;
  const asked = (params.get('options') ?? '').split('|');
  const options = PLAN_OPTIONS.filter((option) => asked.includes(option));
  const shown = options.length === 0 ? '' : `; options=${options.join('|')}`;
  const forType = of.contentType.replace(CHARSET, '');
  return {
    kind: 'plan',
    stripNulls: of.stripNulls,
    of,
    plan: { format, options: options.map((option) => option.toUpperCase()) },
    contentType: `application/vnd.pgrst.plan+${format.toLowerCase()}; for="${forType}"${shown}${CHARSET}`,
  };
}

/** The bare media type of a body; JSON unless it says otherwise. */
export function bodyType(contentType: string | null): string {
  const bare = (contentType ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  return bare === '' ? 'application/json' : bare;
}
