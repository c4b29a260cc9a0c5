import { StoreUnavailableError } from './errors.js';

/** A driver, which is there only where the application has installed it. */
export async function driver(load, name) {
  try {
    return (await load()).default;
  } catch (error) {
    if (error?.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new StoreUnavailableError(`the package \`${name}\` is not installed: npm install ${name}`, error);
  }
}
