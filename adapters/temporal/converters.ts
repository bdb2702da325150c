/**
 * The converters of client and worker, as paths: the SDK loads them by these, and bundles them into the sandbox. It
 * imports nothing, since the build makes the bundles anew when anything changes that this file needs.
 */

/** The data converter of client and worker without keys. */
export const dataConverter = { payloadConverterPath: require.resolve('../../workflows/payload-converter') };

/** The failure converter of client and worker with keys, and of the bundle of such a worker. */
export const failureConverterPath = require.resolve('../../workflows/failure-converter');
