# The sandbox's data and file makers, included by CMakeLists.txt of this folder.
