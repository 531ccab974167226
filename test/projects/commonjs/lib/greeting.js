module.exports = { greeting: (name) => `hello ${name}` }
