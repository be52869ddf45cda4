/**
 * Endpoints of features that this backend does not have (SSO, providers, linking). They answer as a hosted project does
 * where the feature is switched off.
 */
import { requireUser } from './auth-request.ts';
import type { Endpoint } from './auth-request.ts';
import { AuthApiError } from './api-error.ts';

export const startSingleSignOn: Endpoint = () => {
  throw new AuthApiError(404, 'saml_provider_disabled', 'SAML 2.0 is disabled');
};

export const changeIdentities: Endpoint = async (authRequest) => {
  await requireUser(authRequest);
  throw new AuthApiError(404, 'manual_linking_disabled', 'Manual linking is disabled');
};

export const authorize: Endpoint = ({ query }) => {
  const provider = query.get('provider') ?? '';
  throw new AuthApiError(
    400,
    'validation_failed',
    `Unsupported provider: provider ${provider} is not enabled`,
  );
};
