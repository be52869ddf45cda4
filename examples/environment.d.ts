// The variables that the examples read, as Vite gives them.
interface ImportMetaEnv {
  readonly VITE_SUPABASE_URL: string;
  readonly VITE_SUPABASE_ANON_KEY: string;
  readonly VITE_WIDGET_ID: string;
}
interface ImportMeta {
  readonly env: ImportMetaEnv;
}
