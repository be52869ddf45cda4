/** CORS headers: every page may call the API, as on a hosted project. There are no cookies, so no credentials mode. */

const METHODS = 'GET,HEAD,POST,PUT,PATCH,DELETE,OPTIONS';
/** A day; browsers cap it at two hours or less anyway. */
const PREFLIGHT_MAX_AGE_S = 86_400;
// prettier-ignore
const EXPOSED = [
  'content-range', 'content-location', 'preference-applied', 'x-total-count', 'link', 'retry-after',
  'x-sb-error-code', 'x-supabase-api-version', 'location', 'upload-offset', 'upload-length', 'tus-resumable', 'tus-version',
  'tus-extension', 'tus-max-size',
].join(', ');

export function isPreflight(request: Request): boolean {
  return request.method === 'OPTIONS' && request.headers.has('access-control-request-method');
}

export function preflightResponse(request: Request): Response {
  return new Response(null, {
    status: 204,
    headers: {
      'access-control-allow-origin': '*',
      'access-control-allow-methods': METHODS,
      'access-control-allow-headers': request.headers.get('access-control-request-headers') ?? '*',
      'access-control-max-age': String(PREFLIGHT_MAX_AGE_S),
      // Chromium asks this before a public page may reach a loopback address.
      'access-control-allow-private-network': 'true',
      vary: 'access-control-request-headers',
    },
  });
}

export function withCors(response: Response): Response {
  const headers = new Headers(response.headers);
  headers.set('access-control-allow-origin', '*');
  headers.set('access-control-expose-headers', EXPOSED);
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}
