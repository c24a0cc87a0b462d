// Runs one CloudFront function. What comes before this text gives readLine(), writeLine(text) and modules. The first line on
// standard input is {"code": "..."}; each further one is an event, answered by a line {"result", "logs"} or {"error", "logs"}.

const language = new Set([
  'globalThis', 'undefined', 'NaN', 'Infinity', 'Object', 'Function', 'Boolean', 'Symbol', 'Error', 'AggregateError', 'EvalError',
  'RangeError', 'ReferenceError', 'SyntaxError', 'TypeError', 'URIError', 'Number', 'BigInt', 'Math', 'Date', 'String', 'RegExp',
  'Array', 'Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array', 'Int32Array', 'Uint32Array', 'Float32Array',
  'Float64Array', 'BigInt64Array', 'BigUint64Array', 'ArrayBuffer', 'DataView', 'Map', 'Set', 'WeakMap', 'WeakSet', 'WeakRef', 'Promise',
  'Proxy', 'Reflect', 'JSON', 'Intl', 'eval', 'isNaN', 'isFinite', 'parseInt', 'parseFloat', 'decodeURI', 'decodeURIComponent',
  'encodeURI', 'encodeURIComponent', 'escape', 'unescape', 'Iterator', 'Atomics', 'FinalizationRegistry',
  // Not of the language, but of CloudFront's runtime.
  'atob', 'btoa', 'Buffer',
]);

// Timers, files, the network: CloudFront's runtime has none of it, so a function that needs them must fail here too.
for (const name of Object.getOwnPropertyNames(globalThis)) {
  if (!language.has(name)) {
    try {
      if (!delete globalThis[name])
        globalThis[name] = undefined;
    } catch { /* It is there for good. */ }
  }
}

let logs = [];
const shown = value => (typeof value === 'string' ? value : JSON.stringify(value) ?? String(value));
globalThis.console = {};
for (const level of ['log', 'info', 'warn', 'error', 'debug'])
  globalThis.console[level] = (...values) => { logs.push(values.map(shown).join(' ')); };

globalThis.require = name => {
  if (modules[name])
    return modules[name];
  throw new Error(`The module '${name}' is not available: the rehearsal cloud has crypto, querystring and buffer, with Node.js`);
};

const failure = error => ({ error: error instanceof Error ? `${error.name}: ${error.message}` : String(error), logs });

const serve = async () => {
  let handler = null;
  // No line is empty: an engine's way to tell the end may be null, undefined or an empty text.
  for (let line = readLine(); line; line = readLine()) {
    logs = [];
    let answer;
    try {
      const message = JSON.parse(line);
      if (handler === null) {
        handler = (0, eval)(`${message.code}\n;handler`);
        if (typeof handler !== 'function')
          throw new TypeError('handler is not a function');
        answer = { result: null, logs };
      } else {
        const result = await handler(message);
        answer = { result: result === undefined ? null : result, logs };
      }
    } catch (error) {
      answer = failure(error);
    }
    // ASCII alone, since engines disagree on the encoding of output.
    writeLine(JSON.stringify(answer).replace(/[\u007f-\uffff]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`));
  }
};

serve();
