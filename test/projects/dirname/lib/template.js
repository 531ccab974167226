const fs = require('node:fs')
const path = require('node:path')

exports.text = () => fs.readFileSync(path.join(__dirname, 'template.txt'), 'utf8').trim()
exports.file = path.relative(process.cwd(), __filename)
