//! Empty: nothing of it is used.

#![no_std]
