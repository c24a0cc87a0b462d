// The chat's front end: the path decides the room (/rooms/{room}), everything else comes over one WebSocket of this origin.
'use strict';

const longestWait = 5000;
const element = id => document.getElementById(id);
const state = element('state'), log = element('log'), text = element('text'), latest = element('latest');

let socket = null;
let wait = 0;
let retry = 0;
let seen = 0;
let sent = '';

const { room, name } = where(location);
// The same rules as the server's, whose refusal of a handshake a page cannot read.
if (/^[a-z0-9-]{1,40}$/.test(room) && /^[^\p{Cc}]{1,40}$/u.test(name)) talk(room, name);
else ask(room);
addEventListener('popstate', () => location.reload());

/** The room and the name that an address tells; a link may name the room in the query as well. */
function where({ pathname, search }) {
  const query = new URLSearchParams(search);
  const path = pathname.match(/^\/rooms\/([^/]+)\/?$/);
  return { room: path?.[1] ?? query.get('room') ?? 'lobby', name: query.get('name')?.trim() ?? '' };
}

function ask(room) {
  element('room').value = room;
  element('name').value = remembered();
  element('name').focus();
  element('enter').addEventListener('submit', event => {
    event.preventDefault();
    const chosen = element('room').value, name = element('name').value.trim();
    if (!name) return;
    remember(name);
    history.pushState(null, '', `/rooms/${chosen}?name=${encodeURIComponent(name)}`);
    talk(chosen, name);
  });
}

function talk(room, name) {
  document.title = `${room} - Chat`;
  element('enter').hidden = true;
  element('talk').hidden = false;
  text.focus();
  element('say').addEventListener('submit', event => {
    event.preventDefault();
    say();
  });
  log.addEventListener('scroll', () => { if (atEnd()) latest.hidden = true; });
  latest.addEventListener('click', toEnd);
  // A laptop that wakes up, or a network that comes back, need not wait for the next try.
  addEventListener('online', () => again(room, name));
  document.addEventListener('visibilitychange', () => { if (!document.hidden) again(room, name); });
  connect(room, name);
}

function connect(room, name) {
  clearTimeout(retry);
  retry = 0;
  show('connecting', wait === 0 ? 'Connecting' : 'Connecting again');
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  socket = new WebSocket(`${scheme}://${location.host}/ws/${encodeURIComponent(room)}?name=${encodeURIComponent(name)}`);

  socket.onmessage = ({ data }) => {
    const event = JSON.parse(data);
    switch (event.type) {
      case 'welcome':
        wait = 0;
        show('connected', `${room} as ${name}`);
        element('task').textContent = event.task;
        element('version').textContent = event.version;
        count(event.members);
        replay(event.history);
        break;
      case 'message': message(event.message); break;
      case 'members': count(event.members); break;
      case 'error': refused(event.reason); break;
      case 'reconnect': note('This task is being replaced, connecting to another.'); break;
    }
  };

  socket.onclose = () => {
    element('task').textContent = 'none';
    element('members').textContent = '';
    show('away', 'Not connected, trying again');
    // At once the first time, since a replaced server says so; then slower, and not everybody at the same moment.
    retry = setTimeout(() => connect(room, name), wait * (0.5 + Math.random()));
    wait = Math.min(longestWait, wait * 2 + 200);
  };
}

function again(room, name) {
  if (retry) connect(room, name);
}

/** Sends what was typed; it stays in the field while there is no connection. */
function say() {
  const typed = text.value.trim();
  if (!typed) return;
  if (socket.readyState !== WebSocket.OPEN) {
    note('Not sent: there is no connection. Your text is kept.');
    return;
  }
  socket.send(JSON.stringify({ text: typed }));
  sent = typed;
  text.value = '';
}

/** What was not taken goes back into the field, unless something else is typed already. */
function refused(reason) {
  note(reason);
  text.value ||= sent;
}

/** Adds what is new of a history: what is on the page already stays where the reader left it. */
function replay(history) {
  // A server that knows less than this page has never been the one that told it: begin anew.
  if ((history.at(-1)?.number ?? 0) < seen) {
    log.replaceChildren();
    seen = 0;
  }
  log.ariaBusy = 'true';
  history.forEach(message);
  log.ariaBusy = 'false';
}

function message({ number, name, text: said, at }) {
  if (number <= seen) return;
  seen = number;
  const who = document.createElement('b'), when = document.createElement('time');
  who.textContent = `${name}:`;
  when.dateTime = at;
  when.textContent = new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  add('message', who, ` ${said} `, when);
}

function note(line) {
  add('note', line);
}

function add(kind, ...parts) {
  const follow = atEnd();
  const item = document.createElement('li');
  item.className = kind;
  item.append(...parts);
  log.append(item);
  if (follow) toEnd();
  else latest.hidden = false;
}

function atEnd() {
  return log.scrollHeight - log.scrollTop - log.clientHeight < 40;
}

function toEnd() {
  log.scrollTop = log.scrollHeight;
  latest.hidden = true;
}

function count(members) {
  element('members').textContent = members === 1 ? 'only you here' : `${members} here`;
}

function show(kind, line) {
  state.dataset.state = kind;
  state.textContent = line;
}

function remembered() {
  try {
    return localStorage.getItem('name') ?? '';
  } catch {
    return '';
  }
}

function remember(name) {
  try {
    localStorage.setItem('name', name);
  } catch {
    // A browser that keeps nothing asks again.
  }
}
