/** A style sheet as text, made smaller by the build. */
declare module "*.css" {
  const text: string;
  export default text;
}
