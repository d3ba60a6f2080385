// Reads XLIFF 2 from standard input with the npm package `xliff` and prints what it found as JSON.
// With "write" as argument it also writes it as XLIFF 2 again, with each source as translation where none is.
const { createRequire } = require('module')
const load = createRequire(process.argv[2] + '/')
const { xliff2js, js2xliff } = load('xliff')

let data = ''
process.stdin.setEncoding('utf8')
process.stdin.on('data', chunk => { data += chunk })
process.stdin.on('end', async () => {
  const found = await xliff2js(data)
  if (process.argv[3] !== 'write') {
    process.stdout.write(JSON.stringify(found))
    return
  }
  for (const units of Object.values(found.resources)) {
    for (const unit of Object.values(units)) {
      if (unit.target === undefined || unit.target === '') unit.target = unit.source
    }
  }
  process.stdout.write(await js2xliff(found))
})
