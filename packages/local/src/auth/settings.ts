/** `/settings`, `/health` and the JWKS: the public description of this Auth server. */
import type { Endpoint } from './auth-request.ts';

/** Providers that the client library knows; none of them is reachable offline. */
// prettier-ignore
const EXTERNAL = [
  'apple', 'azure', 'bitbucket', 'discord', 'facebook', 'figma', 'fly', 'github', 'gitlab', 'google', 'kakao', 'keycloak',
  'linkedin', 'linkedin_oidc', 'notion', 'slack', 'slack_oidc', 'snapchat', 'spotify', 'twitch', 'twitter', 'workos', 'zoom',
];

export const getSettings: Endpoint = ({ context }) => {
  const { anonymousSignIns, emailConfirmations } = context.settings;
  const external = Object.fromEntries(EXTERNAL.map((name) => [name, false]));
  return Promise.resolve(
    Response.json({
      external: { anonymous_users: anonymousSignIns, ...external, email: true, phone: false },
      disable_signup: false,
      mailer_autoconfirm: !emailConfirmations,
      phone_autoconfirm: false,
      sms_provider: '',
      saml_enabled: false,
    }),
  );
};

export const getHealth: Endpoint = () =>
  Promise.resolve(
    Response.json({
      version: 'local',
      name: 'GoTrue',
      description: 'GoTrue is a user registration and authentication API',
    }),
  );

/** The public halves of the signing keys; a shared secret is never published. */
export const getJwks: Endpoint = ({ context }) =>
  Promise.resolve(Response.json({ keys: context.publicKeys }));
