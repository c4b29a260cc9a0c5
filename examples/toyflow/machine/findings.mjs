/** A finding as people and editors read it: `file:line:column: error [code] message`, its path, and what to do about it. */
export function line(name, { severity, code, message, help, path, line: row, column }) {
  const place = [name, row, column].filter((part) => part !== undefined).join(':')
  const where = path ? ` at ${path}` : ''
  return `${place}: ${severity} [${code}]${where}: ${message}\n${help ? `    ${help}\n` : ''}`
}
