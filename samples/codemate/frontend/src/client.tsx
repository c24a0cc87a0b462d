import { hydrateRoot } from 'react-dom/client';
import { App } from './App';
import './icon.svg?url';
import type { State } from './state';
import './style.css';

const state = JSON.parse(document.getElementById('state')!.textContent!) as State;
hydrateRoot(document.getElementById('root')!, <App state={state} />);
