/** The version of the schema: that of the package which carries it. */
export const schemaVersion = '0.1.0';
