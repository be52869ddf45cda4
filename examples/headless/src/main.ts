// The guide's code: createGlobalChatService() with an own user interface.
import { createGlobalChatService } from '@globalchat/core';

const globalChatService = createGlobalChatService({
  url: import.meta.env.VITE_SUPABASE_URL,
  key: import.meta.env.VITE_SUPABASE_ANON_KEY,
  widgetId: import.meta.env.VITE_WIDGET_ID,
  debug: true,
});

const list = document.querySelector<HTMLOListElement>('#messages');
const form = document.querySelector<HTMLFormElement>('#form');
const problem = document.querySelector<HTMLElement>('#problem');

let sessionId: string | null = null;

/** The conversation begins with the first message, not with the page. */
async function openSession(): Promise<string | null> {
  if (sessionId) return sessionId;
  const { session, error } = await globalChatService.createSession({
    visitor_name: 'John Doe',
    visitor_email: 'john@example.com',
    visitor_id: 'unique_browser_id',
    visitor_metadata: { browser: navigator.userAgent },
  });
  if (problem) problem.textContent = error?.message ?? '';
  if (!session) return null;
  sessionId = session.id;
  globalChatService.subscribeToSession(session.id, (message) => {
    const item = document.createElement('li');
    item.textContent = `${message.sender_name ?? message.sender_type}: ${message.content}`;
    list?.append(item);
  });
  return sessionId;
}

async function send(content: string): Promise<void> {
  const id = await openSession();
  if (!id) return;
  const { message, error } = await globalChatService.sendMessage({
    session_id: id,
    content,
    sender_type: 'visitor',
  });
  if (problem) problem.textContent = error?.message ?? '';
  // What was typed stays until it is stored.
  if (message) form?.reset();
}

form?.addEventListener('submit', (event) => {
  event.preventDefault();
  const content = new FormData(form).get('content');
  if (typeof content === 'string') void send(content);
});
addEventListener('pagehide', () => globalChatService.unsubscribeAll());
