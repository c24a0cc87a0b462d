// What GitHub's own language service has to say of workflows: node bundled.cjs actions.json files... Bundled, since the service needs loaders that Node lacks.
import { readFileSync } from "node:fs";
import { validate } from "@actions/languageservice";
import { TextDocument } from "vscode-languageserver-textdocument";

const [metadata, ...files] = process.argv.slice(2);
const actions = JSON.parse(readFileSync(metadata, "utf8"));

const inputs = (names, required) => names.map((name) => [name, { description: name, required }]);

// Where a workflow has several events, the service knows the payload of some of them only.
const falseAlarms = new Set(["Context access might be invalid: merge_group"]);

// An action that nobody wrote down is reported, rather than passed over as the service does.
const unknown = new Set();
const actionsMetadataProvider = {
  async fetchActionMetadata({ owner, name, ref }) {
    const action = actions[`${owner}/${name}@${ref}`];
    if (!action) {
      unknown.add(`${owner}/${name}@${ref}`);
      return undefined;
    }

    return {
      name,
      description: name,
      inputs: Object.fromEntries([...inputs(action.required, true), ...inputs(action.optional, false)]),
      outputs: Object.fromEntries(action.outputs.map((output) => [output, { description: output }])),
    };
  },
};

async function main() {
  let found = 0;
  for (const file of files) {
    const document = TextDocument.create(`file://${file}`, "yaml", 0, readFileSync(file, "utf8"));
    const diagnostics = await validate(document, { actionsMetadataProvider });
    for (const { message, range } of diagnostics.filter((diagnostic) => !falseAlarms.has(diagnostic.message))) {
      console.log(`${file}:${range.start.line + 1}: ${message}`);
      found++;
    }
  }

  for (const action of unknown) {
    console.log(`${action} is not in ${metadata}`);
    found++;
  }

  process.exitCode = found ? 1 : 0;
}

main();
