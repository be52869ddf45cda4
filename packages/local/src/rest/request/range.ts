/** Which rows of the outermost resource are wanted: `limit`, `offset`, and the header `Range` of a GET. */
import type { Query } from '../grammar/query.ts';
import { apiErrors } from '../api-error.ts';

export interface RowRange {
  readonly offset: number;
  readonly limit: number | undefined;
}

export function rowRange(method: string, query: Query, header: string | null): RowRange {
  const own = Object.assign(
    {},
    ...query.ranges.filter(({ path }) => path.length === 0).map(({ value }) => value),
  ) as {
    limit?: number;
    offset?: number;
  };
  if (method === 'PUT' && (own.limit !== undefined || own.offset !== undefined)) throw apiErrors.putLimit();
  if (own.limit !== undefined && own.limit < 0) {
    throw apiErrors.rangeInvalid('Limit should be greater than or equal to zero.');
  }
  const offset = Math.max(own.offset ?? 0, 0);
  const fromHeader = method === 'GET' ? headerRange(header) : undefined;
  if (fromHeader === undefined || own.limit === 0) return { offset, limit: own.limit };
  const last = Math.min(endOf({ offset, limit: own.limit }), endOf(fromHeader));
  const first = Math.max(offset, fromHeader.offset);
  return { offset: first, limit: last === Infinity ? undefined : Math.max(last - first, 0) };
}

function endOf({ offset, limit }: RowRange): number {
  return limit === undefined ? Infinity : offset + limit;
}

function headerRange(header: string | null): RowRange | undefined {
  const found = /^(\d+)-(\d*)$/u.exec(header?.trim() ?? '');
  if (found === null) return undefined;
  const first = Number(found[1]);
  if (found[2] === '') return { offset: first, limit: undefined };
  const last = Number(found[2]);
  if (first > last) {
    throw apiErrors.rangeInvalid(
      'The lower boundary must be lower than or equal to the upper boundary in the Range header.',
    );
  }
  return { offset: first, limit: last - first + 1 };
}

/** The header `Content-Range`. */
export function contentRange(first: number, last: number, total: number | undefined): string {
  const rows = total !== 0 && first <= last ? `${first}-${last}` : '*';
  return `${rows}/${total ?? '*'}`;
}
