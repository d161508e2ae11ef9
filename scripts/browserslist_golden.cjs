// Asks the real browserslist, with the clock set. Started by browserslist_golden.py, which says what to install.
// Standard input: {"date", "queries": [string | [string]], "configs": [{"file", "lines", "env"}]}; output: the answers.
'use strict'
const fs = require('fs')
const os = require('os')
const path = require('path')
const { createRequire } = require('module')

const asked = JSON.parse(fs.readFileSync(0, 'utf8'))
const now = Date.parse(asked.date)
const TrueDate = Date
globalThis.Date = class extends TrueDate {
  constructor(...given) {
    super(...(given.length ? given : [now]))
  }
  static now() {
    return now
  }
}
process.env.BROWSERSLIST_IGNORE_OLD_DATA = '1'
process.env.BROWSERSLIST_DISABLE_CACHE = '1'
const installed = createRequire(path.join(process.argv[2], 'package.json'))
const browserslist = installed('browserslist')

// Versions by browser, in the order of the answer; an error's message where it is refused.
function answer(ask) {
  try {
    const versions = {}
    for (const one of ask()) {
      const [agent, version] = one.split(' ')
      if (agent === 'node') continue // which is no visitor's browser: those clauses select nothing here
      versions[agent] = versions[agent] ? versions[agent] + ' ' + version : version
    }
    return versions
  } catch (error) {
    return { error: error.message }
  }
}

function config({ file, lines, env }) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'browserslist-'))
  try {
    const where = path.join(folder, file)
    fs.writeFileSync(where, lines.join('\n'))
    return { queries: browserslist.loadConfig({ config: where, env }) ?? null }
  } catch (error) {
    return { error: error.message.replace(folder + path.sep, '') }
  } finally {
    fs.rmSync(folder, { recursive: true })
  }
}

const elsewhere = { path: os.tmpdir() }
process.stdout.write(
  JSON.stringify({
    queries: asked.queries.map(query => answer(() => browserslist(query, elsewhere))),
    configs: asked.configs.map(config)
  })
)
