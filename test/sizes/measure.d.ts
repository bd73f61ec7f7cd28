export interface Packed {
  name: string;
  size: number;
  unpackedSize: number;
}
export interface Row {
  name: string;
  packed: number;
  unpacked: number;
  others: string[];
  installed: number;
}
export declare function measure(packed: readonly Packed[]): Row[];
export declare function report(rows: readonly Row[], imports: Map<string, number>): string;
export declare function timesText(ratio: number | undefined): string;
export declare function differences(rows: readonly Row[]): string[];
export declare function importRatios(
  names: readonly string[],
  options: { rounds: number; cwd: string },
): Map<string, number>;
