// A burst of requests to the Data API: half read, half write, so many at a time.

export interface RequestOptions {
  readonly count: number;
  readonly atOnce: number;
}

/** Requests per second. Throws when one fails. */
export async function runRequests(
  apiUrl: string,
  key: string,
  { count, atOnce }: RequestOptions,
): Promise<number> {
  const headers = { apikey: key, 'content-type': 'application/json' };
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) {
      const number = next++;
      const response =
        number % 2 === 0
          ? await fetch(`${apiUrl}/rest/v1/notes`, {
              method: 'POST',
              headers,
              body: JSON.stringify({ body: `note ${number}` }),
            })
          : await fetch(`${apiUrl}/rest/v1/notes?select=id,body&order=id.desc&limit=20`, { headers });
      if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
      await response.arrayBuffer();
    }
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: atOnce }, worker));
  return Math.round((count / (performance.now() - started)) * 1000);
}
