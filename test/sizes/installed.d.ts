export declare function installedWith(name: string): string[];
export declare function nameOf(folder: string): string;
