/** A style sheet as text, made smaller by the build. */
declare module "*.css" {
  const text: string;
  export default text;
}

/** The banner's words in one language, as the build joins them. */
declare module "*.json" {
  const words: string;
  export default words;
}
