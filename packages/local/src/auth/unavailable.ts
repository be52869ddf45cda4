/**
 * Owns the answers of features that this backend does not have: those of a hosted project where they are switched off.
 * Refuses to pretend.
 */
import { signedIn } from './exchange.ts';
import type { Endpoint } from './exchange.ts';
import { AuthFailure } from './failure.ts';

export const startSingleSignOn: Endpoint = () => {
  throw new AuthFailure(404, 'saml_provider_disabled', 'SAML 2.0 is disabled');
};

export const changeIdentities: Endpoint = async (exchange) => {
  await signedIn(exchange);
  throw new AuthFailure(404, 'manual_linking_disabled', 'Manual linking is disabled');
};

export const authorize: Endpoint = ({ query }) => {
  const provider = query.get('provider') ?? '';
  throw new AuthFailure(
    400,
    'validation_failed',
    `Unsupported provider: provider ${provider} is not enabled`,
  );
};
