// Says what caniuse-lite's own unpacker makes of a package, in the order in which JavaScript has it.
// Argument: the package's folder. Output: JSON.
'use strict'
const fs = require('fs')
const path = require('path')

const folder = path.resolve(process.argv[2])
// One by one: its index requires every feature that the package came with.
const { agents } = require(path.join(folder, 'dist/unpacker/agents'))
const feature = require(path.join(folder, 'dist/unpacker/feature'))
const region = require(path.join(folder, 'dist/unpacker/region'))

// Versions without a value are left out.
const rows = object => Object.entries(object).filter(([, value]) => value !== null)

// A browser that is counted in one bucket: its newest version's, as in browserslist.
function usage(stats, name) {
  const found = Object.fromEntries(rows(stats))
  if ('0' in found) {
    found[agents[name].versions.filter(Boolean).pop()] = found['0']
    delete found['0']
  }
  return Object.entries(found)
}

// y, a (partly) or n for each version of a browser.
function letters(stats, name) {
  const letter = flags => (/y/.test(flags) ? 'y' : /a/.test(flags) ? 'a' : 'n')
  return agents[name].versions.filter(Boolean).map(version => letter(((stats[name] || {})[version] || '')))
}

const unpacked = { agents: [], regions: {}, features: {} }
for (const [name, agent] of Object.entries(agents)) {
  unpacked.agents.push([name, agent.versions, rows(agent.release_date), rows(agent.usage_global)])
}
for (const file of fs.readdirSync(path.join(folder, 'data/regions'))) {
  const stats = Object.entries(region(require(path.join(folder, 'data/regions', file))))
  unpacked.regions[path.basename(file, '.js')] = stats.map(([name, row]) => [name, usage(row, name)])
}
for (const file of fs.readdirSync(path.join(folder, 'data/features'))) {
  const { stats } = feature(require(path.join(folder, 'data/features', file)))
  unpacked.features[path.basename(file, '.js')] = Object.keys(agents).map(name => letters(stats, name).join(''))
}
process.stdout.write(JSON.stringify(unpacked))
