// The page's whole script: one signed-in client for everything, handed to the provider. Your admin would pass the
// client that it has already, and its own sign-in would make <gc-sign-in> unnecessary.
import { createClient } from '@supabase/supabase-js';
import '@globalchat/inbox-elements/define';

const url = import.meta.env.VITE_SUPABASE_URL;
const key = import.meta.env.VITE_SUPABASE_ANON_KEY;

const provider = document.querySelector('gc-inbox-provider');
if (provider) provider.client = createClient(url, key);
