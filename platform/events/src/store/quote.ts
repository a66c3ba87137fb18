/** A ClickHouse string literal with this value: quotes and backslashes are escaped, everything else stands as it is. */
export const quoted = (value: string): string => `'${value.replace(/[\\']/g, String.raw`\$&`)}'`;
