/** Version of this package. */
export const SDK_VERSION: string = '0.1.0';
