/**
 * Command line tools for whoever operates a server or inspects its files; the packages below have one each, and {@code cli} starts them.
 */
package io.ringhold.tools;
