/** Small tools that several packages of the engine share and that know nothing of commands or data. */
package io.ringhold.engine.util;
