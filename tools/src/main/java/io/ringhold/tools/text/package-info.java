/**
 * How keys and figures are shown to people.
 */
package io.ringhold.tools.text;
