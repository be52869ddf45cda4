// What must not be sent: a setting that is missing, a key `sb_secret_…`, or a token with `service_role` in its base64,
// wherever that starts. A false alarm only loads the panel early, which looks closely.
export const UNSAFE_SETTINGS = /null|sb_s|jZV9|Y2Vf|WNlX/;
