/**
 * Command line tools for whoever operates a server or inspects its files.
 */
package io.ringhold.tools;
