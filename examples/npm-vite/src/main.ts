// <global-chat> in an app with a build: import, configure, listen.
import '@globalchat/widget/define';

const chat = document.createElement('global-chat');
chat.setAttribute('supabase-url', import.meta.env.VITE_SUPABASE_URL);
chat.setAttribute('supabase-key', import.meta.env.VITE_SUPABASE_ANON_KEY);
chat.setAttribute('widget-id', import.meta.env.VITE_WIDGET_ID);
document.body.append(chat);

const output = document.querySelector('output');
for (const type of ['gc-ready', 'gc-open', 'gc-close', 'gc-send', 'gc-message', 'gc-error'] as const) {
  chat.addEventListener(type, () => {
    if (output) output.value = type;
  });
}
