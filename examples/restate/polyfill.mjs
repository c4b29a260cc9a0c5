// Restate's SDK needs `Promise.withResolvers`, which Node has from version 22: without it every call hangs.

Promise.withResolvers ??= function withResolvers() {
  const made = {}
  made.promise = new this((resolve, reject) => Object.assign(made, { resolve, reject }))
  return made
}
