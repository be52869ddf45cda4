// Fills the status page and keeps it current. Everything is set as text; a link is followed only to this machine.

const element = (id) => document.getElementById(id);

function fill(list, values) {
  const rows = Object.entries(values).flatMap(([name, value]) => {
    const term = document.createElement('dt');
    const description = document.createElement('dd');
    term.textContent = name;
    description.textContent = String(value);
    return [term, description];
  });
  list.replaceChildren(...rows);
}

function isLocal(link) {
  const { hostname, protocol } = new URL(link, location.href);
  return /^https?:$/.test(protocol) && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
}

function mailItem(mail) {
  const item = document.createElement('li');
  const head = document.createElement('p');
  const subject = document.createElement('strong');
  const time = document.createElement('time');
  subject.textContent = `${mail.subject} → ${mail.to}`;
  time.dateTime = mail.sentAt;
  time.textContent = ` ${new Date(mail.sentAt).toLocaleTimeString()}`;
  head.append(subject, time);
  const text = document.createElement('p');
  text.textContent = mail.text;
  item.append(head, text);
  if (mail.link && isLocal(mail.link)) {
    const link = document.createElement('a');
    link.href = mail.link;
    link.textContent = 'Open the link';
    item.append(link);
  }
  return item;
}

function pageItem([name, address]) {
  const item = document.createElement('li');
  const link = document.createElement('a');
  if (isLocal(address)) link.href = address;
  link.textContent = name;
  item.append(link);
  return item;
}

async function refresh() {
  try {
    const answer = await fetch('/status.json');
    const { keys, counts, mails, pages } = await answer.json();
    fill(element('keys'), keys);
    fill(element('counts'), counts);
    element('pages').replaceChildren(...Object.entries(pages).map(pageItem));
    element('pages-section').hidden = Object.keys(pages).length === 0;
    element('mails').replaceChildren(...mails.map(mailItem));
    element('no-mails').hidden = mails.length > 0;
    element('problem').textContent = '';
  } catch {
    element('problem').textContent = 'The backend does not answer. It was probably stopped.';
  }
  setTimeout(refresh, 2000);
}
void refresh();
