/** The version of this library, as `package.json` tells it. */
export const VERSION = '0.1.0';
